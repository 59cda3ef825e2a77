import type { OrderedAction } from '@foreshock/model/ordered-action.ts';
import type { CheckedAnswer } from '../checks/check-answer.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';
import type { Answer } from './answer.ts';
import { publishedClaim } from './publish-claims.ts';

/** In the order of the answer those that code proposed too, each with the reasons that hold; one without any keeps its old place. */
export function orderActions(answer: Answer, { claims }: CheckedAnswer, pack: EvidencePack): OrderedAction[] {
  return answer.actions.flatMap(({ action, target }, at): OrderedAction[] => {
    const proposed = pack.actions.find((one) => one.action === action && one.target === target);
    const entity = pack.entities.get(target);
    // A fault of the action itself stands on each of its reasons.
    const reasons = claims.filter(({ place, under, faults }) => {
      return place === 'action' && under === String(at) && faults.length === 0;
    });
    if (!proposed || !entity || reasons.length === 0) return [];
    return [
      { action: proposed.action, target: entity.id, reasons: reasons.map((reason) => publishedClaim(reason, pack)) },
    ];
  });
}
