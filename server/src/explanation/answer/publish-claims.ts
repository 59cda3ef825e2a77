import type { Claim } from '@foreshock/model/claim.ts';
import type { CheckedAnswer, CheckedClaim } from '../checks/check-answer.ts';
import { missingFrom } from '../checks/q1-coverage.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';
import { fillSlots } from './slots.ts';

const ACCEPTED_SHARE = 0.8;
const FEWEST_CLAIMS = 2;

/**
 * Of a first answer nearly all must hold; of a repaired one what holds is told, if it is enough. What a whole story
 * speaks of and this one does not is said behind it in the template's sentences (Q1). Reasons of actions stand with their
 * actions. `undefined`: too little holds.
 */
export function publishClaims(checked: CheckedAnswer, pack: EvidencePack, isRepair: boolean): Claim[] | undefined {
  const held = checked.claims.filter(({ faults }) => faults.length === 0);
  const told = held.filter(({ place }) => place !== 'action');
  const isEnough = told.filter(({ claim }) => claim.type !== 'hedge').length >= FEWEST_CLAIMS;
  const share = held.length / Math.max(1, checked.claims.length);
  if (checked.rootCause.length > 0 || !isEnough || (!isRepair && share < ACCEPTED_SHARE)) return undefined;
  return [
    ...told.map((claim) => publishedClaim(claim, pack)),
    ...templateSentences(
      missingFrom(
        told.map(({ claim }) => claim),
        pack,
      ),
      pack,
    ),
  ];
}

/** As people read it, with the facts as they are stored. Of one that holds. */
export function publishedClaim({ index, claim }: CheckedClaim, pack: EvidencePack): Claim {
  return {
    id: `clm_${index}`,
    text: fillSlots(claim.text, pack),
    verdict: claim.type === 'hedge' ? 'not_checkable' : 'verified',
    evidence: claim.evidence.flatMap((id) => pack.facts.get(id)?.fact.id ?? []),
  };
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
