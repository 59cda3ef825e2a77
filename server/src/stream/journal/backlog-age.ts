import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';

/** How long the oldest request has been waiting for the engine, as far as the writing side can know. */
export interface BacklogAge {
  /**
   * isBehind     something waits
   * lastApplied  when the last request that the engine stored was received; absent before the first
   */
  observe(isBehind: boolean, lastApplied: Timestamp | undefined, now: Timestamp): void;
  /** At least as old as the oldest that waits; 0 when nothing does. */
  ageMs(now: Timestamp): DurationMs;
}

/**
 * What waits came after the last that was stored, and after the moment from which on something has always waited. The
 * later of the two is the better bound: the first alone would call a journal old that was idle for days.
 */
export function createBacklogAge(): BacklogAge {
  let behindSince: Timestamp | undefined;
  let waitingSince: Timestamp | undefined;
  return {
    observe: (isBehind, lastApplied, now) => {
      behindSince = isBehind ? (behindSince ?? now) : undefined;
      waitingSince = behindSince === undefined ? undefined : Math.max(behindSince, lastApplied ?? behindSince);
    },
    ageMs: (now) => (waitingSince === undefined ? 0 : Math.max(0, now - waitingSince)),
  };
}
