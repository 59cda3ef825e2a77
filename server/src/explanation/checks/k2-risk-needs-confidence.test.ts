import { expect, test } from 'vitest';
import { answerOf, change, checkOf, hypothesis, packOf } from './test-answers.ts';

test('an action of high risk is named only where the cause is sure, and one of low risk anywhere', () => {
  const partsOf = (risk: 'low' | 'high', confidence: 'low' | 'high') => {
    const pack = packOf({
      hypotheses: [hypothesis('db', 'leading', { confidence })],
      recommendations: [{ action: 'restart', risk }],
    });
    return checkOf(answerOf(change), pack).parts.map(({ check }) => check);
  };
  expect(partsOf('high', 'high')).toEqual([]);
  expect(partsOf('low', 'low')).toEqual([]);
  expect(partsOf('high', 'low')).toEqual(['K2']);
});
