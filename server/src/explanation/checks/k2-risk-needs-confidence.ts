import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Recommendation } from '@foreshock/model/recommendation.ts';
import type { AnswerCheck } from './check.ts';

const RANK: Readonly<Record<Hypothesis['confidence'], number>> = { low: 0, medium: 1, high: 2 };
/** How sure the cause has to be before an action of that risk is named. */
const NEEDED: Readonly<Record<Recommendation['risk'], Hypothesis['confidence']>> = {
  low: 'low',
  medium: 'low',
  high: 'high',
};

/** What may do harm is named only where the cause is sure. The list of the evidence shows it to a person either way. */
export const riskNeedsConfidence: AnswerCheck = {
  id: 'K2',
  faults: ({ answer, pack }) => {
    const chosen = pack.hypotheses.get(answer.rootCause.hypothesis ?? '');
    const sure = chosen ? RANK[chosen.hypothesis.confidence] : 0;
    return answer.actions.flatMap(({ action, target }, at) => {
      const known = pack.actions.find((one) => one.action === action && one.target === target);
      return known && sure < RANK[NEEDED[known.risk]]
        ? [{ part: { action: at }, why: `its risk is ${known.risk} and the cause is not sure enough` }]
        : [];
    });
  },
};
