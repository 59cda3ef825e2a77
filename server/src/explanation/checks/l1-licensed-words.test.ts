import { expect, test } from 'vitest';
import { cause, change, faultsOf, hedge, order } from './test-answers.ts';

test('a word that claims something stands only in a claim of that type', () => {
  const holds = [change, order, cause, hedge];
  const caught = [
    { ...change, text: '{{V1.measure}} on {{E1}} rose because of load.' },
    { ...hedge, text: 'Perhaps {{E1}} caused it.' },
    { ...change, text: '{{V1.measure}} on {{E1}} probably rose.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose first.' },
    { ...cause, text: '{{E1}} moved with {{E2}}.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('L1');
});
