import { type DurationMs, SECOND, type Timestamp } from '@foreshock/model/time.ts';

/** Fills at a rate up to its capacity; what is taken may leave it in debt, which later filling pays off first. */
export interface TokenBucket {
  /** True when it holds so many, or is full: else what is larger than the whole bucket could never pass. */
  has(amount: number, now: Timestamp): boolean;
  /** Negative gives back. */
  take(amount: number, now: Timestamp): void;
  /** What it holds; negative in debt. */
  level(now: Timestamp): number;
}

export interface TokenBucketOptions {
  readonly perSecond: number;
  readonly burstMs: DurationMs;
}

/** Full at first. A clock that steps back adds nothing and takes nothing. */
export function createTokenBucket({ perSecond, burstMs }: TokenBucketOptions): TokenBucket {
  const capacity = (perSecond * burstMs) / SECOND;
  let level = capacity;
  let filledAt = Number.NEGATIVE_INFINITY;
  const fill = (now: Timestamp): void => {
    const elapsedMs = Math.max(0, now - filledAt);
    level = Math.min(capacity, level + (perSecond * elapsedMs) / SECOND);
    filledAt = now;
  };
  return {
    has: (amount, now) => {
      fill(now);
      return level >= Math.min(amount, capacity);
    },
    take: (amount, now) => {
      fill(now);
      level = Math.min(capacity, level - amount);
    },
    level: (now) => {
      fill(now);
      return level;
    },
  };
}
