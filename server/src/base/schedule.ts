import type { DurationMs } from '@foreshock/model/time.ts';
import type { Clock } from './clock.ts';

export interface Schedule {
  /** No run begins after this; resolves when the one in progress has ended. May be called twice. */
  stop(): Promise<void>;
}

export interface ScheduleOptions {
  readonly intervalMs: DurationMs;
  /** `ended` aborts when the schedule is stopped: who waits long for something gives it up then. */
  readonly work: (ended: AbortSignal) => void | Promise<void>;
  /** With a clock, runs fall on whole multiples of the interval (second 0 of each minute); else they follow the start. */
  readonly clock?: Clock;
  /** A run that throws does not end the schedule; it is told here. */
  readonly onError: (error: unknown) => void;
}

/** Runs `work` again and again, never two at once: a run that takes too long skips the beats that it missed. */
export function every(options: ScheduleOptions): Schedule {
  const ended = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const runOnce = async (): Promise<void> => {
    try {
      await options.work(ended.signal);
    } catch (error) {
      options.onError(error);
    }
    plan();
  };
  const plan = (): void => {
    if (ended.signal.aborted) return;
    timer = setTimeout(
      () => {
        running = runOnce();
      },
      timeToNextRun(options.intervalMs, options.clock),
    );
    // A schedule alone must not keep a program alive that has otherwise ended.
    timer.unref();
  };
  plan();

  return {
    stop: async () => {
      ended.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

function timeToNextRun(intervalMs: DurationMs, clock: Clock | undefined): DurationMs {
  return clock === undefined ? intervalMs : intervalMs - (clock.now() % intervalMs);
}

/** Resolves after `ms`, or as soon as `signal` aborts; never rejects. */
export function delay(ms: DurationMs, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish);
  });
}

export const timedOut: unique symbol = Symbol('timed out');

/** What `work` gives, or `timedOut` after `ms`. The work itself goes on; its later failure is not an unhandled one. */
export async function withTimeout<T>(work: Promise<T>, ms: DurationMs): Promise<T | typeof timedOut> {
  const settled = new AbortController();
  try {
    const limit = delay(ms, settled.signal).then((): typeof timedOut => timedOut);
    return await Promise.race([work, limit]);
  } finally {
    settled.abort();
  }
}

/** A signal that aborts after `ms`; `cancel` ends it early without aborting. */
export function createDeadline(ms: DurationMs): { readonly signal: AbortSignal; cancel(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  timer.unref();
  return { signal: controller.signal, cancel: () => clearTimeout(timer) };
}
