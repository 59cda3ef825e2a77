/** Two one-sided sums; both start at 0. */
export interface Cusum {
  readonly up: number;
  readonly down: number;
}

/** Residuals beyond this add no more: one spike is no shift. */
const CLIP = 3;
const SLACK = 0.5;
export const CUSUM_ALARM = 8;

/** One step of Page's cumulative sums. `residual` in standard deviations. A sum of 8 and more is an alarm. */
export function stepCusum(state: Cusum, residual: number): Cusum {
  const u = Math.max(-CLIP, Math.min(CLIP, residual));
  return { up: Math.max(0, state.up + u - SLACK), down: Math.max(0, state.down - u - SLACK) };
}

/**
 * Where the mean changed: the index of the first value after the split into two segments that explains most of the
 * variance; `undefined` when there are fewer than 2 values or all are equal.
 */
export function changeIndex(values: ArrayLike<number>): number | undefined {
  const n = values.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += values[i]!;
  let left = 0;
  let best = 0;
  let at: number | undefined;
  for (let i = 1; i < n; i++) {
    left += values[i - 1]!;
    const difference = left / i - (total - left) / (n - i);
    const gain = ((i * (n - i)) / n) * difference * difference;
    // Rounding alone must not make a change of a constant.
    if (gain > best && Math.abs(difference) > 1e-12 * Math.abs(total / n)) {
      best = gain;
      at = i;
    }
  }
  return at;
}
