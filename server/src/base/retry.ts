import { isRetryable, type Result } from '@foreshock/model/known-error.ts';
import type { DurationMs } from '@foreshock/model/time.ts';
import type { Chance } from './crypto/random.ts';
import { delay } from './schedule.ts';

export interface BackOff {
  readonly firstMs: DurationMs;
  readonly maxMs: DurationMs;
  /** How much longer each pause is than the one before; at least 1. */
  readonly factor: number;
}

export interface RetryOptions {
  readonly backOff: BackOff;
  readonly maxAttempts: number;
  readonly chance: Chance;
  readonly signal?: AbortSignal;
}

/**
 * The pause after failed attempt number `attempt` (from 1): half of the exponential pause, plus up to the other half by
 * chance, so that callers who failed together do not come back together.
 */
export function pauseAfter(attempt: number, backOff: BackOff, chance: Chance): DurationMs {
  const full = Math.min(backOff.maxMs, backOff.firstMs * backOff.factor ** (attempt - 1));
  return full / 2 + (full / 2) * chance();
}

/** Calls `work` until it succeeds, fails for good, has failed `maxAttempts` times, or `signal` aborts. */
export async function retry<T>(
  work: (attempt: number) => Promise<Result<T>>,
  options: RetryOptions,
): Promise<Result<T>> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await work(attempt);
    const isLast = attempt >= options.maxAttempts || options.signal?.aborted === true;
    if (result.ok || isLast || !isRetryable(result.error)) return result;
    const pause = pauseAfter(attempt, options.backOff, options.chance);
    await delay(Math.max(pause, result.error.retryAfterMs ?? 0), options.signal);
    if (options.signal?.aborted) return result;
  }
}
