import { claimsOf } from '../answer/answer.ts';
import type { AnswerCheck } from './check.ts';

/** Where the evidence names no cause, neither does the answer. */
export const abstention: AnswerCheck = {
  id: 'Q2',
  faults: ({ answer, pack }) => {
    const isNamed = [...pack.hypotheses.values()].some(
      ({ hypothesis }) => hypothesis.state === 'leading' || hypothesis.state === 'confirmed',
    );
    if (isNamed) return [];
    const causes = claimsOf(answer)
      .filter(({ claim }) => claim.type === 'cause' && claim.polarity === 'asserts')
      .map(({ index }) => index);
    return [
      ...(answer.rootCause.hypothesis === null
        ? []
        : [{ part: 'rootCause' as const, why: 'no cause is sure: hypothesis must be null' }]),
      ...(causes.length > 0 ? [{ part: { claims: causes }, why: 'no cause is sure' }] : []),
    ];
  },
};
