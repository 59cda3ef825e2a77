import { expect, test } from 'vitest';
import { answerOf, change, checkOf, fact, hypothesis, packOf } from './test-answers.ts';

test('a caller is no root cause where what it calls began earlier and stronger', () => {
  const rootOf = (dbMinute: number, cartMinute: number) => {
    const facts = [fact('db', dbMinute, 'used', 97, 60), fact('cart', cartMinute, 'errors', 40, 1)];
    const pack = packOf({ facts, hypotheses: [hypothesis('db', 'leading'), hypothesis('cart', 'candidate')] });
    const rootCause = { hypothesis: 'H2', why: [], whyNot: [] };
    return checkOf({ ...answerOf(change), rootCause }, pack).rootCause.map(({ check }) => check);
  };
  expect(rootOf(0, 5)).toContain('C5');
  expect(rootOf(5, 0)).not.toContain('C5');
});
