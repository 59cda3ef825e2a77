import type { Random } from './random.ts';
import { LATENCY_SPREAD } from './respond.ts';
import { shareSlowerThan } from './retry.ts';

/** Seconds; what the semantic conventions advise for `http.server.request.duration`. */
export const DURATION_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] as const;

/** Failures take what their time-out says: less spread than work. */
const FAILURE_SPREAD = 0.12;

/** Requests of one operation since the last report: some steps, each with its own latency. */
export interface Observed {
  requests: number;
  /** Expected requests by bucket, one more than the bounds. */
  readonly counts: Float64Array;
  sumS: number;
}

export function noneObserved(): Observed {
  return { requests: 0, counts: new Float64Array(DURATION_BOUNDS.length + 1), sumS: 0 };
}

export function observeRequests(observed: Observed, requests: number, meanMs: number, failed: boolean): void {
  if (requests <= 0) return;
  const spread = failed ? FAILURE_SPREAD : LATENCY_SPREAD;
  let slower = 1;
  for (const [index, bound] of DURATION_BOUNDS.entries()) {
    const above = slower < 1e-9 ? 0 : shareSlowerThan(meanMs, bound * 1_000, spread);
    observed.counts[index]! += requests * Math.max(0, slower - above);
    slower = above;
  }
  observed.counts[DURATION_BOUNDS.length]! += requests * slower;
  observed.requests += requests;
  observed.sumS += (requests * meanMs) / 1_000;
}

export interface HistogramCounts {
  readonly count: number;
  readonly sum: number;
  readonly counts: number[];
}

/** One pod's part as whole requests: fractions are rounded by chance, so that they are right on average. */
export function partOf(observed: Observed, share: number, random: Random): HistogramCounts {
  let count = 0;
  const counts = Array.from(observed.counts, (expected) => {
    const whole = Math.floor(expected * share + random.next());
    count += whole;
    return whole;
  });
  const meanS = observed.requests > 0 ? observed.sumS / observed.requests : 0;
  return { count, sum: count * meanS, counts };
}

export function forget(observed: Observed): void {
  observed.requests = 0;
  observed.counts.fill(0);
  observed.sumS = 0;
}
