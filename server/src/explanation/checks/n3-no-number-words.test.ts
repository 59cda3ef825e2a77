import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('a count or a multiple that stands in words is caught', () => {
  const holds = [change, { ...change, text: '{{V1.measure}} on {{E1}} rose once more.' }];
  const caught = [
    { ...change, text: 'Three pods of {{E1}} rose.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose twice as high.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose by half.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose to several times it.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('N3');
});
