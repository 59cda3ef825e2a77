import type { Narrative } from './claim.ts';
import type { Incident } from './incident.ts';
import type { Timestamp } from './time.ts';

/** What a model's story of an incident rested on when it was told. */
export interface StoryBasis {
  /** Id of the leading hypothesis; empty when there was none. */
  readonly leading: string;
  readonly evidence: readonly string[];
}

/** A story that a language model worded; without a narrative too little of it held, and the template's stays. */
export interface Story {
  readonly basis: StoryBasis;
  readonly narrative?: Narrative;
  readonly toldAt: Timestamp;
}

/** Below this overlap of its facts an incident is told anew (Jaccard). */
const SAME_FACTS = 0.8;

export function basisOf({ hypotheses, evidence }: Pick<Incident, 'hypotheses' | 'evidence'>): StoryBasis {
  const leading = hypotheses.find(({ state }) => state === 'leading' || state === 'confirmed');
  return { leading: leading?.id ?? '', evidence: evidence.map(({ id }) => id) };
}

/** Whether a story still fits the incident: the same cause leads, and the facts are nearly the same. */
export function isCurrent({ basis }: Story, incident: Pick<Incident, 'hypotheses' | 'evidence'>): boolean {
  const now = basisOf(incident);
  const before = new Set(basis.evidence);
  const both = now.evidence.filter((id) => before.has(id)).length;
  const either = before.size + now.evidence.length - both;
  return basis.leading === now.leading && (either === 0 || both / either >= SAME_FACTS);
}
