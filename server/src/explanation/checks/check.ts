import type { Answer, PlacedClaim } from '../answer/answer.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';

export interface CheckTools {
  readonly pack: EvidencePack;
  readonly answer: Answer;
  /** The text without what redaction would take. */
  readonly redact: (text: string) => string;
  readonly figures: Figures;
}

/** Whether a model fills values by slots, or writes figures that are recomputed (for models that cannot fill slots). */
export type Figures = 'slots' | 'literal';

/** One question to one claim. It sees facts and the claim, and can ask or change nothing else. */
export interface ClaimCheck {
  readonly id: string;
  /** Why the claim does not hold, with true values and never with text of telemetry; `undefined` when it passes. */
  readonly fault: (placed: PlacedClaim, tools: CheckTools) => string | undefined;
}

/** One question to the parts of an answer that are no claims. */
export interface AnswerCheck {
  readonly id: string;
  /** `part`: what of the answer is taken out. */
  readonly faults: (tools: CheckTools) => readonly { readonly part: AnswerPart; readonly why: string }[];
}

export type AnswerPart =
  | 'rootCause'
  | { readonly action: number }
  | { readonly timeline: 'all' }
  | { readonly claims: readonly number[] };
