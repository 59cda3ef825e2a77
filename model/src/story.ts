import type { Narrative } from './claim.ts';
import type { Incident } from './incident.ts';
import { dollarWords, type Micros, type SpendCap } from './model-spend.ts';
import type { OrderedAction } from './ordered-action.ts';
import { DAY, formatTime, type Timestamp } from './time.ts';

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
  /** As the same answer orders them; absent in those of older programs. */
  readonly actions?: readonly OrderedAction[];
  readonly toldAt: Timestamp;
  /** Id of the call whose answer it is; absent in those of older programs. */
  readonly call?: string;
  /** A cap kept it from the model that would have told it. */
  readonly capped?: CappedStory;
}

/** Who told it instead: the smaller model, an earlier answer to the same evidence, or code alone. */
export interface CappedStory {
  readonly step: 'smaller' | 'cached' | 'template';
  readonly cap: SpendCap;
  readonly capMicros: Micros;
  /** Begin of the day whose cap it was, UTC. */
  readonly day: Timestamp;
}

const TOLD_BY: Readonly<Record<CappedStory['step'], string>> = {
  smaller: 'the smaller model',
  cached: 'an earlier answer to the same evidence, checked anew',
  template: 'template',
};

/** `told by template: today's cap of $5 is spent`. */
export function cappedWords({ step, cap, capMicros, day }: CappedStory, now: Timestamp): string {
  const when = now - day < DAY ? "today's cap" : `the cap of ${formatTime(day).slice(0, 10)}`;
  const whose = cap === 'project' ? ' for this project' : '';
  return `told by ${TOLD_BY[step]}: ${when} of ${dollarWords(capMicros)}${whose} is spent`;
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
