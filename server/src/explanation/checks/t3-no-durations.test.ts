import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('a time or a duration in words is caught', () => {
  const holds = [change];
  const caught = [
    { ...change, text: '{{V1.measure}} on {{E1}} rose over hours.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose overnight.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose around noon.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('T3');
});
