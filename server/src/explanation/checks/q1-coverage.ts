import type { AnswerClaim } from '../answer/answer.ts';
import { slotsOf } from '../answer/slots.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';

const TOP_FACTS = 3;

/**
 * Ids of what a whole story speaks of and `told` does not: the strongest facts and the entity of the leading cause. It
 * takes nothing away; the template's sentences about them are put behind.
 */
export function missingFrom(told: readonly AnswerClaim[], pack: EvidencePack): readonly string[] {
  const said = new Set(
    told.flatMap(({ subject, object, evidence, text }) => [
      ...[subject, object].filter((id) => id !== null),
      ...evidence,
      ...slotsOf(text).map(({ id }) => id),
    ]),
  );
  const leading = [...pack.hypotheses.values()].find(
    ({ hypothesis: { state } }) => state === 'leading' || state === 'confirmed',
  );
  const due = [...[...pack.facts.keys()].slice(0, TOP_FACTS), ...(leading ? [leading.entity] : [])];
  return due.filter((id) => !said.has(id));
}
