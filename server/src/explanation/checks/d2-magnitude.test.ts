import { expect, test } from 'vitest';
import { change, fact, faultsOf, packOf } from './test-answers.ts';

const pack = packOf({
  facts: [fact('db', 0, 'used', 120, 60), fact('cart', 4, 'errors', 11, 10), fact('web', 10, 'requests', 45, 90)],
});

test('how much it is said to be is how much it is, and what was not measured is not said', () => {
  const holds = [
    { ...change, text: '{{V1.measure}} on {{E1}} doubled to {{V1.observed}}.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose sharply.' },
    { ...change, text: '{{V1.measure}} on {{E1}} spiked to {{V1.observed}}.' },
    { ...change, text: '{{V2.measure}} on {{E2}} rose slightly.', subject: 'E2', evidence: ['V2'] },
    { ...change, text: '{{V3.measure}} on {{E3}} halved to {{V3.observed}}.', subject: 'E3', evidence: ['V3'] },
  ];
  const caught = [
    { ...change, text: '{{V1.measure}} on {{E1}} tripled.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose slightly.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose gradually.' },
    { ...change, text: '{{V2.measure}} on {{E2}} rose dramatically.', subject: 'E2', evidence: ['V2'] },
    { ...change, text: '{{V2.measure}} on {{E2}} doubled.', subject: 'E2', evidence: ['V2'] },
    { ...change, text: '{{V3.measure}} on {{E3}} spiked.', subject: 'E3', evidence: ['V3'] },
  ];
  for (const claim of holds) expect(faultsOf(claim, pack), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim, pack), claim.text).toContain('D2');
});
