import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';

/** Where long-lived things get the time from. Plain functions take `now` instead. */
export interface Clock {
  now(): Timestamp;
}

export interface StillClock extends Clock {
  advance(duration: DurationMs): void;
  set(time: Timestamp): void;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Moves only when told; for tests and replays. */
export function createStillClock(start: Timestamp): StillClock {
  let time = start;
  return {
    now: () => time,
    advance: (duration) => {
      time += duration;
    },
    set: (next) => {
      time = next;
    },
  };
}

/** Milliseconds since the call, never negative when the wall clock steps; for durations in self-telemetry. */
export function startStopwatch(): () => DurationMs {
  const start = performance.now();
  return () => performance.now() - start;
}
