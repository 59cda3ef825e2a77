import { MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { poissonUpperTail } from '../statistics/poisson-tail.ts';

/** A burst: so many more findings in a window than the decay of what came before would bring. */
export interface Burst {
  /** The first finding of the window. */
  readonly start: Timestamp;
  readonly windowMs: number;
  readonly count: number;
  /** -log10 of the probability that decay alone brings as many. */
  readonly score: number;
}

/** From here on a burst is beyond doubt where findings are many. */
export const CERTAIN = 5;
/** With fewer findings a Poisson tail says more about its mean than about the findings. */
export const CERTAIN_COUNT = 10;
/** The window in which a dense stream is tested. Windows of 3 to 8 s do as well, 15 s worse. */
export const DENSE_WINDOW_MS = 5 * SECOND;
/** Where findings are few the windows grow, as the square of the time that a few of them take. */
export const SPARSE_WINDOWS_MS = [5 * SECOND, 10 * SECOND, 20 * SECOND, 40 * SECOND];

/** The rate before is taken over twelve windows, within these bounds. */
const BEFORE_WINDOWS = 12;
const BEFORE_MS = { least: MINUTE, most: 4 * MINUTE };
/** The rate decays, so that what it was before errs toward one story; half as much again does as well. */
const RATE_FACTOR = 2;
/** A mean below this would make a burst of any three findings. */
const LEAST_MEAN = 1.5;

/** Arrivals further back than this are in no test. */
export const REMEMBERED_MS = BEFORE_MS.most + SPARSE_WINDOWS_MS.at(-1)!;

/**
 * How unlikely it is that the last window before `now` is only the tail of what came before.
 *
 * arrivals  ascending, the last at or before `now`
 * since     when the story began: before it nothing was counted
 */
export function scoreBurst(arrivals: readonly Timestamp[], now: Timestamp, windowMs: number, since: Timestamp): Burst {
  const first = firstAfter(arrivals, now - windowMs);
  const count = arrivals.length - first;
  const beforeMs = Math.min(BEFORE_MS.most, Math.max(BEFORE_MS.least, BEFORE_WINDOWS * windowMs));
  const before = first - firstAfter(arrivals, now - windowMs - beforeMs);
  const observedMs = Math.max(windowMs, Math.min(beforeMs, now - windowMs - since));
  const mean = Math.max(LEAST_MEAN, (RATE_FACTOR * before * windowMs) / observedMs);
  return { start: arrivals[first] ?? now, windowMs, count, score: -Math.log10(poissonUpperTail(count, mean)) };
}

/** Index of the first arrival after `time`. */
export function firstAfter(arrivals: readonly Timestamp[], time: Timestamp): number {
  let low = 0;
  let high = arrivals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (arrivals[middle]! > time) high = middle;
    else low = middle + 1;
  }
  return low;
}
