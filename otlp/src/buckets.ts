import type { Buckets } from '@foreshock/model/point-columns.ts';
import type { NumberList } from './number-list.ts';

/** One side of an exponential histogram: `counts.at(i)` lie in (base^(offset + i), base^(offset + i + 1)]. */
export interface ExponentialSide {
  offset: number;
  readonly counts: NumberList;
}

export interface ExponentialShape {
  /** base = 2^(2^-scale) */
  readonly scale: number;
  readonly zeroCount: number;
  readonly zeroThreshold: number;
  readonly positive: ExponentialSide;
  readonly negative: ExponentialSide;
}

/**
 * The buckets of an exponential histogram with their bounds worked out, from the most negative to the most positive.
 * Where a side begins away from zero, an empty bucket carries its inner edge. Bounds never fall, whatever was sent; those
 * beyond the doubles are the largest double.
 *
 * OpenTelemetry metrics data model, "ExponentialHistogram".
 */
export function exponentialBuckets(shape: ExponentialShape): Buckets {
  const { positive, negative, scale } = shape;
  const size = positive.counts.length + negative.counts.length + 3;
  const bounds = new Float64Array(size);
  const counts = new Float64Array(size + 1);
  let used = 0;
  const add = (bound: number, count: number) => {
    const last = used === 0 ? -Number.MAX_VALUE : bounds[used - 1]!;
    bounds[used] = Math.max(last, bound);
    counts[used++] = count;
  };
  const lowest = negative.counts.length;
  if (lowest > 0) add(-boundAt(negative.offset + lowest, scale), 0);
  for (let i = lowest - 1; i >= 0; i--) add(-boundAt(negative.offset + i, scale), negative.counts.at(i));
  const threshold = shape.zeroThreshold > 0 ? Math.min(shape.zeroThreshold, Number.MAX_VALUE) : 0;
  add(threshold, shape.zeroCount);
  const highest = positive.counts.length;
  if (highest > 0 && boundAt(positive.offset, scale) > threshold) add(boundAt(positive.offset, scale), 0);
  for (let i = 0; i < highest; i++) add(boundAt(positive.offset + i + 1, scale), positive.counts.at(i));
  return { bounds: bounds.slice(0, used), counts: counts.slice(0, used + 1) };
}

/** base^index, within the doubles for every index and scale. */
function boundAt(index: number, scale: number): number {
  if (index === 0) return 1;
  return Math.min(2 ** (index * 2 ** -scale), Number.MAX_VALUE);
}

/**
 * A summary as buckets: its values become bounds, and between two of them lies the share of observations that their
 * quantiles say. Sorted by quantile; quantiles outside [0, 1] are clamped.
 */
export function summaryBuckets(quantiles: NumberList, values: NumberList, observations: number): Buckets {
  const order = Array.from({ length: quantiles.length }, (_, i) => i);
  const clamped = order.map((i) => Math.min(1, Math.max(0, quantiles.at(i) || 0)));
  order.sort((a, b) => clamped[a]! - clamped[b]!);
  const bounds = Float64Array.from(order, (i) => values.at(i));
  const counts = new Float64Array(bounds.length + 1);
  let below = 0;
  for (const [place, i] of order.entries()) {
    counts[place] = (clamped[i]! - below) * observations;
    below = clamped[i]!;
  }
  counts[bounds.length] = (1 - below) * observations;
  return { bounds, counts };
}
