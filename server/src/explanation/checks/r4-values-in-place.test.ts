import { expect, test } from 'vitest';
import { change, faultsOf, order } from './test-answers.ts';

test('a value told as that of another fact, or what was expected as what was reached, is caught', () => {
  const holds = [
    change,
    { ...change, text: 'On {{E1}}, {{V1.measure}} climbed from {{V1.expected}} to {{V1.observed}}.' },
    { ...change, text: '{{V1.observed}} of {{V1.measure}} on {{E1}} is up, compared to {{V1.expected}}.' },
  ];
  const caught = [
    { ...change, text: '{{V1.measure}} on {{E1}} rose to {{V1.expected}}.' },
    { ...change, text: 'On {{E1}}, {{V1.measure}} rose from {{V1.observed}} to {{V1.observed}}.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose to {{V2.observed}}.', evidence: ['V1', 'V2'] },
    { ...change, text: '{{V1.measure}} on {{E1}} rose at {{V2.onset}}.', evidence: ['V1', 'V2'] },
    { ...order, text: '{{E1}} rose from {{V1.expected}} to {{V2.observed}} before {{E2}}.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('R4');
});
