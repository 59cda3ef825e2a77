// What can be asked in words. Rules and a language model fill in the same form, and neither writes a query.
import type { askedAbout } from '@foreshock/contract/operations/ask.ts';
import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';

export interface AskedForm {
  readonly about: (typeof askedAbout)[number];
  readonly service?: NamedService;
  /** Of logs: from warnings or errors on. */
  readonly level?: 'warn' | 'error';
  /** Of logs: words that a line holds. */
  readonly text?: string;
  readonly time: AskedTime;
}

export interface NamedService {
  readonly id: string;
  readonly name: string;
}

export type AskedTime =
  | { readonly kind: 'last'; readonly length: DurationMs }
  | { readonly kind: 'range'; readonly from: Timestamp; readonly to: Timestamp }
  /** The hours before an incident began. */
  | { readonly kind: 'before'; readonly incident: string; readonly startedAt: Timestamp };

/** What a question may name. */
export interface AskContext {
  readonly now: Timestamp;
  readonly services: readonly NamedService[];
  readonly incidents: readonly { readonly id: string; readonly startedAt: Timestamp }[];
}

export interface ParsedQuestion {
  /** Absent where it is not said what is asked for. */
  readonly form: AskedForm | undefined;
  readonly notUnderstood: readonly string[];
}
