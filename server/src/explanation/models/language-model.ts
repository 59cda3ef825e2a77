import type { Result } from '@foreshock/model/known-error.ts';
import type { Micros } from '@foreshock/model/model-spend.ts';
import type { DurationMs } from '@foreshock/model/time.ts';

export interface ModelRequest {
  /** The same for every call of a task, so that servers can keep its prefix. */
  readonly system: string;
  readonly prompt: string;
  /** JSON Schema that the answer is to fit, in the subset that providers share. */
  readonly schema: object;
  readonly maxTokens: number;
  /** Ends the call at once: whoever stops does not wait for a slow server. */
  readonly signal: AbortSignal;
  /** Asked before each request leaves, retries too; absent: nothing is counted. */
  readonly spend?: SpendGate;
}

export interface SpendGate {
  /** `model-cap-reached`: the request must not leave. `bodyBytes`: of all that would. */
  reserve(bodyBytes: number, maxTokens: number): Promise<Result<SpendReservation>>;
}

export interface SpendReservation {
  /** Gives back what was not used, once, and tells what was paid. What is not known counts as the most it can be. */
  settle(used: TokensUsed): Promise<Micros>;
}

export type TokensUsed = 'nothing' | 'unknown' | { readonly inputTokens: number; readonly outputTokens: number };

export interface ModelAnswer {
  /** What the model wrote; whether it is JSON is for the caller to find out. */
  readonly text: string;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

export interface Completion {
  /** The last body as it left the process; empty when nothing left. */
  readonly sent: string;
  /** Requests that left; 0 while the circuit is open. */
  readonly attempts: number;
  readonly tookMs: DurationMs;
  /** What all attempts cost; absent where nothing is counted. */
  readonly costMicros?: Micros;
  readonly result: Result<ModelAnswer>;
}

/**
 * Asks a language model once and is told what it said. Never throws; the wait, the length of the answer and the number
 * of calls at once have a bound. Where no model is set up there is no `LanguageModel`.
 *
 * `model-unavailable`      not reached, too late, ended, cut off, overloaded, or the circuit is open
 * `model-refused`          the server does not take the request, or the model declines to answer
 * `model-answer-invalid`   too long, or not what the protocol says
 * `model-cap-reached`      held back by the request's own gate
 */
export interface LanguageModel {
  /** For people: the model's name. */
  readonly name: string;
  complete(request: ModelRequest): Promise<Completion>;
}

/** One provider's way to write a request and to read an answer. */
export interface ModelProtocol {
  readonly path: string;
  headers(apiKey: string | undefined): Readonly<Record<string, string>>;
  /** From the strictest to the plainest; what a server refuses is followed by the next. */
  readonly forms: readonly AnswerForm[];
  encode(model: string, request: ModelRequest, form: AnswerForm): string;
  /** Of an answer with status 200. */
  decode(mediaType: string, text: string): Result<ModelAnswer>;
}

/** How the form of the answer is asked for. `reasoning-schema`: of models that think first, which take other limits and no temperature. */
export type AnswerForm = 'schema' | 'reasoning-schema' | 'json' | 'plain';
