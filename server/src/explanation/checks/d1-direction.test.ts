import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('a direction that the cited fact did not take is caught, and a change in no word that is known', () => {
  const holds = [
    change,
    { ...change, text: '{{V3.measure}} on {{E3}} fell to {{V3.observed}}.', subject: 'E3', evidence: ['V3'] },
    { ...change, text: '{{V4.measure}} appeared on {{E2}}.', subject: 'E2', evidence: ['V4'] },
  ];
  const caught = [
    { ...change, text: '{{V1.measure}} on {{E1}} fell to {{V1.observed}}.' },
    { ...change, text: '{{V1.measure}} on {{E1}} plunged to {{V1.observed}}.' },
    { ...change, text: '{{V1.measure}} on {{E1}} went to the dogs.' },
    { ...change, text: '{{V3.measure}} on {{E3}} rose.', subject: 'E3', evidence: ['V3'] },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('D1');
});
