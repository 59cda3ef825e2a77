import { expect, test } from 'vitest';
import type { AnswerClaim } from '../answer/answer.ts';
import { answerOf, change, checkOf, hedge, order } from './test-answers.ts';

test('a reason for an action that speaks of something else, or claims nothing, is caught', () => {
  const faultsOf = (reason: AnswerClaim) =>
    checkOf({ ...answerOf(change), actions: [{ action: 'restart', target: 'E1', reason: [reason] }] })
      .claims.filter(({ place }) => place === 'action')
      .flatMap(({ faults }) => faults.map(({ check }) => check));
  for (const reason of [change, order]) expect(faultsOf(reason)).toEqual([]);
  const elsewhere = { ...change, subject: 'E2', evidence: ['V2'], text: '{{V2.measure}} on {{E2}} rose.' };
  for (const reason of [elsewhere, hedge]) expect(faultsOf(reason), reason.text).toContain('K3');
});
