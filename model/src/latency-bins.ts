import type { LatencyBins } from './rollup.ts';

/** Relative accuracy of the sketch; Masson et al., "DDSketch", VLDB 2019. */
const ALPHA = 0.02;
const GAMMA = (1 + ALPHA) / (1 - ALPHA);
const LOG_GAMMA = Math.log(GAMMA);
/** Values at or below this share one bin: 1 microsecond when the value is in milliseconds. */
const SMALLEST = 1e-3;

/** The bin of a value, always a whole number; values <= 0.001 share the lowest, and so does what is no number. */
export function binOf(value: number): number {
  // Senders may send bounds that are infinite or no number; a bin must be one that can be kept.
  const bounded = value > SMALLEST ? Math.min(value, Number.MAX_VALUE) : SMALLEST;
  return Math.ceil(Math.log(bounded) / LOG_GAMMA);
}

/** The value that a bin stands for, within 2 % of every value in it. */
export function valueOfBin(bin: number): number {
  return (2 * GAMMA ** bin) / (GAMMA + 1);
}

/** `quantile` in [0, 1]; `undefined` without observations. */
export function quantileOf(bins: LatencyBins, quantile: number): number | undefined {
  let total = 0;
  for (const count of bins.values()) total += count;
  if (total <= 0) return undefined;
  const ordered = [...bins].sort((a, b) => a[0] - b[0]);
  let below = 0;
  for (const [bin, count] of ordered) {
    below += count;
    if (below >= quantile * total) return valueOfBin(bin);
  }
  return valueOfBin(ordered.at(-1)![0]);
}

/** Observations above `limit`. */
export function countAbove(bins: LatencyBins, limit: number): number {
  let above = 0;
  for (const [bin, count] of bins) if (valueOfBin(bin) > limit) above += count;
  return above;
}

export function addBins(into: Map<number, number>, bins: LatencyBins): void {
  for (const [bin, count] of bins) into.set(bin, (into.get(bin) ?? 0) + count);
}
