import { expect, test } from 'vitest';
import { cause, fact, faultsOf, packOf, START } from './test-answers.ts';

const pack = packOf({
  facts: [
    { ...fact('db', 0, 'v41 to v42', undefined, undefined), kind: 'change', direction: 'none' },
    fact('cart', 1, 'errors', 40, 1),
    fact('db', 2, 'used', 97, 60),
    { ...fact('cart', 3, 'late', 40, 1), onset: START + 90 * 60_000 },
  ],
});

test('a change that is spoken of is cited, and as a cause lies within the hour before', () => {
  const holds = [{ ...cause, text: 'The deploy of {{E1}} caused the harm on {{E2}}.' }];
  const caught = [
    { ...cause, text: 'The deploy of {{E1}} caused the harm on {{E2}}.', evidence: ['V2', 'V3'] },
    { ...cause, text: 'A release of {{E1}} led to the harm on {{E2}}.', evidence: ['V1', 'V4'] },
  ];
  for (const claim of holds) expect(faultsOf(claim, pack), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim, pack), claim.text).toContain('C3');
});
