import { expect, test } from 'vitest';
import { cause, fact, faultsOf, hypothesis, packOf } from './test-answers.ts';

test('a cause is told only where something was found at both ends of its way', () => {
  const hypotheses = [
    hypothesis('db', 'leading', { path: ['db', 'cart'].map((name) => fact(name, 0, '', 0, 0).entity) }),
  ];
  const silent = packOf({ hypotheses, facts: [fact('db', 0, 'used', 97, 60)] });
  const loud = packOf({ hypotheses, facts: [fact('db', 0, 'used', 97, 60), fact('cart', 4, 'errors', 40, 1)] });
  expect(faultsOf(cause, loud)).toEqual([]);
  expect(faultsOf({ ...cause, evidence: ['V1'] }, silent)).toContain('C2');
});
