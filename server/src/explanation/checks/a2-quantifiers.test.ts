import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('all, only and the like are caught', () => {
  const holds = [change, { ...change, text: '{{V1.measure}} on {{E1}} rose a lot.' }];
  const caught = [
    { ...change, text: 'Only {{E1}} rose.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose, and none beside it.' },
    { ...change, text: 'The whole of {{E1}} rose.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('A2');
});
