import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('a token that looks like a name is caught, and ordinary words with a hyphen are not', () => {
  const holds = [change, { ...change, text: '{{V1.measure}} on {{E1}} rose with CPU and time-outs.' }];
  const caught = [
    { ...change, text: '{{V1.measure}} on payments-db rose.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose for Globex.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose in shop/ledger.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose in orderService.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('E2');
});
