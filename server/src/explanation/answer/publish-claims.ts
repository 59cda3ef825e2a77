import type { Claim } from '@foreshock/model/claim.ts';
import type { CheckedAnswer } from '../checks/check-answer.ts';
import { missingFrom } from '../checks/q1-coverage.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';
import { fillSlots } from './slots.ts';

const ACCEPTED_SHARE = 0.8;
const FEWEST_CLAIMS = 2;

/**
 * Of a first answer nearly all must hold; of a repaired one what holds is told, if it is enough. What a whole story
 * speaks of and this one does not is said behind it in the template's sentences (Q1). `undefined`: too little holds.
 */
export function publishClaims(checked: CheckedAnswer, pack: EvidencePack, isRepair: boolean): Claim[] | undefined {
  const held = checked.claims.filter(({ faults }) => faults.length === 0);
  const isEnough = held.filter(({ claim }) => claim.type !== 'hedge').length >= FEWEST_CLAIMS;
  const share = held.length / Math.max(1, checked.claims.length);
  if (checked.rootCause.length > 0 || !isEnough || (!isRepair && share < ACCEPTED_SHARE)) return undefined;
  const told = held.map(
    ({ index, claim }): Claim => ({
      id: `clm_${index}`,
      text: fillSlots(claim.text, pack),
      verdict: claim.type === 'hedge' ? 'not_checkable' : 'verified',
      evidence: claim.evidence.flatMap((id) => pack.facts.get(id)?.fact.id ?? []),
    }),
  );
  return [
    ...told,
    ...templateSentences(
      missingFrom(
        held.map(({ claim }) => claim),
        pack,
      ),
      pack,
    ),
  ];
}

/** Each once, in the template's order. */
function templateSentences(missing: readonly string[], { facts, incident }: EvidencePack): Claim[] {
  const wanted = new Set(
    [...facts.values()]
      .filter(({ id, entity }) => missing.includes(id) || missing.includes(entity))
      .map(({ fact }) => String(fact.id)),
  );
  return incident.narrative.claims.filter(
    ({ verdict, evidence }) => verdict === 'verified' && evidence.some((id) => wanted.has(String(id))),
  );
}
