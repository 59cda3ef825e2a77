/**
 * Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996).
 *
 * sorted    ascending, not empty
 * quantile  in [0, 1]
 */
export function sortedQuantile(sorted: ArrayLike<number>, quantile: number): number {
  const position = quantile * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (position - below) * (high - low);
}

/** Quantile of values in any order, which stay as they are; `undefined` without values. */
export function quantile(values: ArrayLike<number>, share: number): number | undefined {
  if (values.length === 0) return undefined;
  return sortedQuantile(Float64Array.from(values).sort(), share);
}

/** `undefined` without values. */
export function median(values: ArrayLike<number>): number | undefined {
  return quantile(values, 0.5);
}

/** Median absolute deviation times 1.4826, which is the standard deviation of normal values; `undefined` without values. */
export function robustScale(values: ArrayLike<number>): number | undefined {
  const center = median(values);
  if (center === undefined) return undefined;
  return 1.4826 * median(Float64Array.from(values, (value) => Math.abs(value - center)))!;
}
