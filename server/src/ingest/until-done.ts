import type { Result } from '@foreshock/model/known-error.ts';
import { SECOND } from '@foreshock/model/time.ts';
import type { Logger } from '../base/logger.ts';
import { delay } from '../base/schedule.ts';

const PAUSE_AFTER_FAILURE_MS = SECOND;

export interface Trying {
  readonly logger: Logger;
  /** Ends the repetitions. */
  readonly signal: AbortSignal;
}

/**
 * Success, or what the store says about the data itself; any other trouble is one of ours, and the work is done again.
 * `undefined` when stopped before.
 */
export async function untilDone<R extends Result<unknown>>(
  work: () => Promise<R>,
  { logger, signal }: Trying,
): Promise<R | undefined> {
  for (;;) {
    const done = await work();
    if (done.ok || done.error.code === 'telemetry-refused') return done;
    if (signal.aborted) return undefined;
    logger.warn('telemetry not stored yet', { code: done.error.code, reason: done.error.message });
    await delay(done.error.retryAfterMs ?? PAUSE_AFTER_FAILURE_MS, signal);
  }
}
