import type { Micros } from './model-spend.ts';
import type { RedactionKind } from './redaction.ts';
import type { DurationMs, Timestamp } from './time.ts';

export const modelCallOutcomes = ['accepted', 'refused-by-checks', 'failed', 'capped'] as const;

/** What code found of one sentence of a model, or of the one `answer` to a question that is no story. `dropped`: not shown, for the faults. `hedged`: claims nothing. */
export interface ClaimVerdict {
  readonly text: string;
  readonly place: 'summary' | 'why' | 'whyNot' | 'prediction' | 'action' | 'answer';
  readonly verdict: 'verified' | 'hedged' | 'dropped';
  /** `check`: its id in the catalogue, such as `R1`. */
  readonly faults: readonly { readonly check: string; readonly why: string }[];
}

/** One question that was put to a language model, without its text. */
export interface ModelCall {
  /** `call_` and 13 characters. */
  readonly id: string;
  /** Or of a prediction; empty for a question about neither. */
  readonly incident: string;
  readonly time: Timestamp;
  readonly model: string;
  readonly promptVersion: string;
  /** `capped`: nothing left, for money; what was told instead stands with the incident. */
  readonly outcome: (typeof modelCallOutcomes)[number];
  /** Why it failed; empty otherwise. */
  readonly error: string;
  readonly isRepair: boolean;
  /** Asked of a model beside the one that tells: scored, and never shown. */
  readonly shadow?: true;
  /** Requests that left for it; 0 where none did. */
  readonly attempts: number;
  readonly tookMs: DurationMs;
  readonly sentBytes: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** As counted against the caps; absent where no price is known. */
  readonly costMicros?: Micros;
  /** What redaction replaced in what was sent, after all that it did when the telemetry came in. */
  readonly masked: readonly { readonly kind: RedactionKind; readonly count: number }[];
  readonly verdicts: readonly ClaimVerdict[];
  /** SHA-256 of what was sent, in hex; the same is in the audit trail. */
  readonly hash: string;
}

/** The texts of a call, which are kept sealed. */
export interface ModelCallTexts {
  readonly prompt: string;
  readonly answer: string;
}
