import type { Result } from './known-error.ts';
import type { ClaimVerdict } from './model-call.ts';
import type { TenantId } from './tenant.ts';

/** One question to a language model that is no telling of a story, with the code that judges its answer. */
export interface ModelQuestion<T> {
  /** `task/version`: verdicts are compared by it. */
  readonly promptVersion: string;
  /** Id of the incident or prediction that it is for; empty where it is for neither. */
  readonly subject: string;
  /** The same for every question of the task. */
  readonly system: string;
  /** Redacted once more before it leaves. */
  readonly prompt: string;
  /** JSON Schema of the answer. */
  readonly schema: object;
  readonly maxTokens: number;
  /** Ends the question when it is no longer waited for. */
  readonly signal?: AbortSignal;
  /** Of the answer's text; without a value it is refused, for the faults of its verdicts. */
  readonly judge: (answer: string) => JudgedAnswer<T>;
}

export interface JudgedAnswer<T> {
  readonly value?: T;
  readonly verdicts: readonly ClaimVerdict[];
}

export interface AnsweredQuestion<T> {
  readonly value: T;
  /** Name of the model. */
  readonly by: string;
  /** Id of the call. */
  readonly call: string;
}

/**
 * Asks once, under the money caps, and keeps what left. `model-answer-invalid` where code refused the answer; the other
 * faults of a model as they are.
 */
export type AskModel = <T>(tenant: TenantId, question: ModelQuestion<T>) => Promise<Result<AnsweredQuestion<T>>>;
