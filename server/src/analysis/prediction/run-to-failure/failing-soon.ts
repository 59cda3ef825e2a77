import { fitRidgeLogistic, logisticProbability, type WeightedRow } from '../../statistics/ridge-logistic.ts';
import type { WatchedMinute } from './watch-nodes.ts';

/**
 * P(the group fails within a quarter of an hour) from what is watched. It says that something is failing, and hardly when:
 * the way from fault to failure takes minutes or hours.
 */

export const FAILING_WITHIN_MINUTES = 15;
/** Of the priors: an offset, the alarm, its strength, its growth, its age. */
const DEVIATIONS = [2, 0.7, 0.7, 0.7, 0.7];

/** Weights of the features. */
export type FailingSoon = Float64Array;

/** A minute that was watched, and whether the failure came in the quarter of an hour after it. */
export interface FailingRow {
  readonly minute: WatchedMinute;
  readonly failed: boolean;
}

/** Minutes within a quarter of an hour share one outcome, so they share one weight. */
export function fitFailingSoon(rows: readonly FailingRow[]): FailingSoon {
  return fitRidgeLogistic(
    rows.map(
      ({ minute, failed }): WeightedRow => ({
        features: featuresOf(minute),
        outcome: failed ? 1 : 0,
        weight: 1 / FAILING_WITHIN_MINUTES,
      }),
    ),
    DEVIATIONS,
  );
}

export function failingProbability(weights: FailingSoon, minute: WatchedMinute): number {
  return logisticProbability(weights, featuresOf(minute));
}

function featuresOf({ alarm, strength, growth, age }: WatchedMinute): Float64Array {
  const on = Number(alarm);
  return Float64Array.of(
    1,
    on,
    (on * Math.min(strength, 20)) / 10,
    on * Math.max(-1, Math.min(1, growth / 10)),
    Math.log1p(age) / 4,
  );
}
