import { expect, test } from 'vitest';
import { answerOf, change, checkOf, order } from './test-answers.ts';

test('two claims that say opposite things of one fact are both caught', () => {
  const caught = (...claims: Parameters<typeof answerOf>) =>
    checkOf(answerOf(...claims))
      .claims.slice(0, 2)
      .map(({ faults }) => faults.some(({ check }) => check === 'X2'));
  expect(caught(change, order)).toEqual([false, false]);
  expect(caught(change, { ...change, text: '{{V1.measure}} on {{E1}} fell.' })).toEqual([true, true]);
});
