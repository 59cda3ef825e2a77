import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('a written figure is caught, and a name that holds a digit is not', () => {
  const holds = [change, { ...change, text: '{{V1.measure}} on {{E1}} rose with 5xx at p95.' }];
  const caught = [
    { ...change, text: '{{V1.measure}} on {{E1}} rose to 97.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose at 04:12.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose by ٣.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('J3');
});
