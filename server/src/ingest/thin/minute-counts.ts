import type { Timestamp } from '@foreshock/model/time.ts';

/** Minutes that late records may still belong to; older ones count as the oldest of these. */
const KEPT_MINUTES = 16;
const MOST_KEYS_A_MINUTE = 100_000;

/** How often something was seen in a minute. In memory only: after a restart a minute counts from the start again. */
export interface MinuteCounts {
  /** How often the key was seen in the minute before, and notes this one. */
  next(minute: Timestamp, key: string): number;
}

export function createMinuteCounts(): MinuteCounts {
  const minutes = new Map<Timestamp, Map<string, number>>();
  return {
    next(minute, key) {
      let counts = minutes.get(minute);
      if (counts === undefined) {
        counts = new Map();
        minutes.set(minute, counts);
        if (minutes.size > KEPT_MINUTES) minutes.delete(Math.min(...minutes.keys()));
      }
      const count = counts.get(key) ?? 0;
      if (count > 0 || counts.size < MOST_KEYS_A_MINUTE) counts.set(key, count + 1);
      return count;
    },
  };
}

/**
 * The weight with which the record `seen` of a minute (0 the first) is kept when the first `full` are kept as they are and
 * then one in `oneIn`; 0 for one that is not. Which one of each `oneIn` it is differs by key and minute, so that weights are
 * right in the mean: a fixed place would count a few too many or too few in every minute.
 */
export function weightOf(seen: number, full: number, oneIn: number, key: string, minute: Timestamp): number {
  if (seen < full) return 1;
  return (seen - full) % oneIn === placeOf(key, minute) % oneIn ? oneIn : 0;
}

/** FNV-1a, with a last mix because the low bits choose. */
function placeOf(key: string, minute: Timestamp): number {
  let hash = 0x811c_9dc5 ^ (minute / 60_000);
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x0100_0193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85eb_ca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
