import type { Claim, Narrative } from '@foreshock/model/claim.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import { closureSentence } from '@foreshock/model/incident-closure.ts';

/** The story, which was worded while the incident was open, and that it closed without an all-clear where it did. */
export function withClosure(narrative: Narrative, { id, closure }: Pick<Incident, 'id' | 'closure'>): Narrative {
  const text = closure && closureSentence(closure);
  if (text === undefined) return narrative;
  const claim: Claim = { id: `clm_${id}_${closure}`, text, verdict: 'verified', evidence: [] };
  return { ...narrative, claims: [...narrative.claims, claim] };
}
