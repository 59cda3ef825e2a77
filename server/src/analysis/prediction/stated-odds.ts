import type { Failure } from '@foreshock/model/failure.ts';
import type { Odds, OddsPoint } from '@foreshock/model/prediction.ts';
import { poolAdjacentViolators } from '../statistics/pool-adjacent-violators.ts';
import { type Calibrator, calibrated } from './calibrate.ts';
import {
  type Backing,
  brierSkill,
  type Episode,
  earnedProbability,
  hasEarnedPercent,
  intervalOf,
  type SkillSums,
} from './earned-odds.ts';
import { ALL_HORIZONS, HORIZONS } from './horizons.ts';
import { bandOf, type ScoreRanks } from './score-ranks.ts';

/** All that was learnt about the calls of one failure. Plain data. */
export interface FailureRecord {
  readonly failure: Failure;
  /** By horizon; the long ones have too few matured forecasts to be calibrated. */
  readonly calibrators: readonly Calibrator[];
  /** Those that teach. */
  episodes: readonly Episode[];
  /** All, with those that somebody acted upon. Absent in snapshots of older versions. */
  resolved?: readonly Episode[];
  readonly skill: SkillSums;
  readonly ranks: ScoreRanks;
  threshold: number;
}

/** Stacked forecasts after calibration, never falling with the horizon. */
export function calibrateCurve(record: FailureRecord, stacked: readonly number[], cap: number): number[] {
  const each = stacked.map((probability, bin) =>
    bin < HORIZONS.length ? calibrated(record.calibrators[bin], probability) : probability,
  );
  return poolAdjacentViolators(each).map((probability) => Math.min(cap, probability));
}

export interface OddsQuestion {
  /** Calibrated, per horizon of `ALL_HORIZONS`. */
  readonly curve: readonly number[];
  /** Index of the headline horizon. */
  readonly headline: number;
  readonly backing: Backing;
  /** Less than a day of data: nothing is claimed. */
  readonly cold: boolean;
  readonly day: number;
  /** A call that was told in percent goes on so while its interval is not much too wide: a display must not flicker. */
  readonly toldInPercent: boolean;
}

/**
 * What may be shown of a calibrated curve: capped by the record, percent only when earned, else a band by rank.
 * A shorter horizon never shows more than a longer one: the cap rises with the probability.
 */
export function stateOdds(record: FailureRecord, question: OddsQuestion): Odds {
  const { curve, headline, backing, cold, day, toldInPercent } = question;
  const { episodes } = record;
  const points: OddsPoint[] = curve.map((probability, bin) => {
    const shown = earnedProbability(episodes, probability, backing).probability;
    return { horizon: ALL_HORIZONS[bin]!, probability: shown, ...intervalOf(episodes, shown) };
  });
  const { cap } = earnedProbability(episodes, curve[headline]!, backing);
  const { horizon, probability, low, high } = points[headline]!;
  const earned = hasEarnedPercent(episodes, brierSkill(record.skill), { low, high }, toldInPercent);
  return {
    display: cold ? 'none' : earned ? 'percent' : 'band',
    band: bandOf(record.ranks, day, curve[headline]!),
    horizon,
    probability,
    low,
    high,
    cap,
    curve: points,
  };
}
