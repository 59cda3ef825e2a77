import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';

export interface CircuitBreaker {
  /** When the next call may be made; `undefined`: now. */
  closedUntil(now: Timestamp): Timestamp | undefined;
  note(succeeded: boolean, now: Timestamp): void;
}

/** After `failures` in a row no call is made for `pauseMs`; then one, and its end decides. */
export function createCircuitBreaker(failures: number, pauseMs: DurationMs): CircuitBreaker {
  let inARow = 0;
  let opensAt = 0;
  return {
    closedUntil: (now) => (inARow >= failures && now < opensAt ? opensAt : undefined),
    note(succeeded, now) {
      inARow = succeeded ? 0 : inARow + 1;
      if (inARow >= failures) opensAt = now + pauseMs;
    },
  };
}
