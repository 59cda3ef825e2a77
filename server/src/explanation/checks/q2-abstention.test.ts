import { expect, test } from 'vitest';
import { answerOf, cause, change, checkOf, hypothesis, packOf } from './test-answers.ts';

test('where the evidence names no cause, neither does the answer', () => {
  const unsure = packOf({ hypotheses: [hypothesis('db', 'candidate', { score: 0.3 })] });
  const checked = checkOf(answerOf(change, cause), unsure);
  expect(checked.rootCause.map(({ check }) => check)).toContain('Q2');
  expect(checked.claims[1]!.faults.map(({ check }) => check)).toContain('Q2');
  const abstains = { ...answerOf(change), rootCause: { hypothesis: null, why: [], whyNot: [] } };
  expect(checkOf(abstains, unsure).rootCause).toEqual([]);
});
