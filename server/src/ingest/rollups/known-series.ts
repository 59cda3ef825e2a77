import type { Series } from '@foreshock/model/series.ts';
import { HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';

/** A series without a point for this long is not active any more. */
const ACTIVE_FOR_MS = HOUR;
/** A look at all series is not worth more often. */
const LOOK_EVERY_MS = MINUTE;

/** The active series of a project by what identifies them as sent, at most so many. */
export interface KnownSeries {
  /** Times are those of receipt. */
  find(asSent: string, now: Timestamp): Series | undefined;
  /** False when there are as many as may be: the series must not be kept. */
  hasRoom(now: Timestamp): boolean;
  add(asSent: string, series: Series, now: Timestamp): void;
  /** From now on. */
  setMost(maxActiveSeries: number): void;
  readonly size: number;
}

interface Entry {
  readonly series: Series;
  seenAt: Timestamp;
}

export function createKnownSeries(maxActiveSeries: number): KnownSeries {
  const entries = new Map<string, Entry>();
  let most = maxActiveSeries;
  let lookedAt = -Infinity;
  return {
    find(asSent, now) {
      const entry = entries.get(asSent);
      if (entry === undefined) return undefined;
      entry.seenAt = now;
      return entry.series;
    },
    hasRoom(now) {
      if (entries.size < most) return true;
      if (now - lookedAt < LOOK_EVERY_MS) return false;
      lookedAt = now;
      for (const [asSent, entry] of entries) if (now - entry.seenAt > ACTIVE_FOR_MS) entries.delete(asSent);
      return entries.size < most;
    },
    add: (asSent, series, now) => void entries.set(asSent, { series, seenAt: now }),
    setMost(max) {
      most = max;
      lookedAt = -Infinity;
    },
    get size() {
      return entries.size;
    },
  };
}
