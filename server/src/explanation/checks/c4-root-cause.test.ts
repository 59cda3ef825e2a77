import { expect, test } from 'vitest';
import { answerOf, cause, change, checkOf, fact, hypothesis, packOf, usualFacts } from './test-answers.ts';

const rootOf = (rootCause: Parameters<typeof checkOf>[0]['rootCause'], pack = packOf()) =>
  checkOf({ ...answerOf(change), rootCause }, pack).rootCause.map(({ check }) => check);

test('the root cause is the one that leads, and another or a made-up one is caught', () => {
  expect(rootOf({ hypothesis: 'H1', why: [cause], whyNot: [] })).toEqual([]);
  expect(rootOf({ hypothesis: null, why: [], whyNot: [] })).toEqual([]);
  expect(rootOf({ hypothesis: 'H2', why: [], whyNot: [] })).toContain('C4');
  expect(rootOf({ hypothesis: 'H7', why: [], whyNot: [] })).toContain('C4');
  expect(rootOf({ hypothesis: null, why: [cause], whyNot: [] })).toContain('C4');
});

test('another than the first may be named where evidence speaks against the first', () => {
  const against = usualFacts[2]!.id;
  const hypotheses = [hypothesis('db', 'leading', { against: [against] }), hypothesis('cart', 'candidate')];
  const pack = packOf({ hypotheses, facts: [...usualFacts, fact('db', 8, 'waiting', 2, 1)] });
  const because = [{ ...change, evidence: ['V3'], subject: 'E3' }];
  expect(rootOf({ hypothesis: 'H2', why: [], whyNot: [{ hypothesis: 'H1', because }] }, pack)).not.toContain('C4');
  expect(rootOf({ hypothesis: 'H2', why: [], whyNot: [{ hypothesis: 'H1', because: [change] }] }, pack)).toContain(
    'C4',
  );
});
