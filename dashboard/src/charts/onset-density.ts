import type { OddsPoint } from '@foreshock/model/prediction.ts';
import type { DurationMs } from '@foreshock/model/time.ts';

/** The chance that the onset falls between `from` and `to`, both measured from the moment of the call. */
export interface OnsetSlice {
  readonly from: DurationMs;
  readonly to: DurationMs;
  readonly probability: number;
}

/**
 * Cumulative probability at any time up to the last point, by monotone cubic interpolation from (0, 0).
 *
 * points  by rising horizon, probabilities that never fall
 *
 * Fritsch and Carlson, "Monotone Piecewise Cubic Interpolation", SIAM J. Numer. Anal. 17 (1980): it never
 * falls, so no slice gets less than no chance.
 */
export function cumulativeOdds(points: readonly OddsPoint[]): (at: DurationMs) => number {
  const xs = [0, ...points.map((point) => point.horizon)];
  const ys = [0, ...points.map((point) => point.probability)];
  const slopes = xs.slice(1).map((x, i) => (ys[i + 1]! - ys[i]!) / (x - xs[i]!));
  const tangents = xs.map((_, i) => {
    const [before, after] = [slopes[i - 1], slopes[i]];
    if (before === undefined) return after ?? 0;
    if (after === undefined) return before;
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  return (at) => {
    if (at <= 0 || xs.length === 1) return 0;
    const i = xs.findIndex((x) => x >= at) - 1;
    if (i < 0) return ys.at(-1)!;
    const width = xs[i + 1]! - xs[i]!;
    const t = (at - xs[i]!) / width;
    const [t2, t3] = [t * t, t * t * t];
    return (
      (2 * t3 - 3 * t2 + 1) * ys[i]! +
      (t3 - 2 * t2 + t) * width * tangents[i]! +
      (3 * t2 - 2 * t3) * ys[i + 1]! +
      (t3 - t2) * width * tangents[i + 1]!
    );
  };
}

/** Slices of `step` up to `horizon`, which is as far as the odds have been checked. Empty without points. */
export function onsetDensity(
  points: readonly OddsPoint[],
  horizon: DurationMs,
  step: DurationMs,
): readonly OnsetSlice[] {
  const checked = points.filter((point) => point.horizon <= horizon);
  if (checked.length === 0) return [];
  const cumulative = cumulativeOdds(checked);
  const end = Math.min(horizon, checked.at(-1)!.horizon);
  const slices: OnsetSlice[] = [];
  for (let from = 0; from < end; from += step) {
    const to = Math.min(end, from + step);
    slices.push({ from, to, probability: Math.max(0, cumulative(to) - cumulative(from)) });
  }
  return slices;
}
