import { type Analogs, createAnalogs, findAnalogs } from '../analogs.ts';
import { HORIZON_MINUTES } from '../horizons.ts';
import { changeOver, type ResourceHistory, valueAt } from '../resource-history.ts';
import { POINT_EVERY_MINUTES, type RunUpState, type RunUpTable } from '../run-up-table.ts';
import { findTrends, type Trend, trendProbability } from '../trend.ts';

const DAY_MINUTES = 1_440;
/** From two days of its own on a series needs no siblings. */
const OWN_MINUTES = 2 * DAY_MINUTES;
/** The first one only shows whether a rise flattens. */
const TREND_WINDOWS = [8, 15, 30, 60, 120, 240] as const;
/** The line counts as much as this many past states like the present one. */
export const TREND_WEIGHT = 3;
/** What a horizon of the base run-up looks like when nothing rises and nothing is known. */
const FLOOR = 0.0005;
/** A rise that ended below the limit says as much as one independent past state; past five they repeat themselves. */
const MOST_RISES = 6;
const RISE_WEIGHT = 2;
/** Peaks of one sawtooth differ by noise: one this much lower still ended "here". */
const SAME_PEAK = 0.04;
/** Under a day of history no pattern of the day is known. */
export const COLD_CAP = 0.5;

/** P(full within each horizon) of one bounded resource, before calibration, with what led to it. */
export interface ExhaustionForecast {
  readonly probabilities: readonly number[];
  readonly trends: readonly Trend[];
  readonly analogs: Analogs;
  readonly state: RunUpState;
  /** True under a day of history of the series and its siblings. */
  readonly cold: boolean;
}

/** Worth asking: more than half full, or rising. */
export function isWorthAsking(history: ResourceHistory, state: RunUpState): boolean {
  return history.last > history.first && (state.level > 0.5 || state.change15 > 0.005 || state.change240 > 0.01);
}

/** Where the resource stands; `undefined` before there is a first slope. */
export function stateOf(history: ResourceHistory): RunUpState | undefined {
  const minute = history.last;
  const change15 = changeOver(history, minute, 15);
  if (change15 === undefined) return undefined;
  const change60 = changeOver(history, minute, 60) ?? change15 * 4;
  const change240 = changeOver(history, minute, 240) ?? change60 * 4;
  return { level: valueAt(history, minute), change15, change60, change240 };
}

/**
 * Past states like this one count with their own outcome; where there are none, the trend speaks, and past rises that
 * ended lower hold it back.
 *
 * onset     share of the limit at which the failure begins, above the level of `state`
 * returns   per horizon, never falling
 */
export function forecastExhaustion(
  history: ResourceHistory,
  table: RunUpTable,
  state: RunUpState,
  onset: number,
  analogs: Analogs = createAnalogs(),
): ExhaustionForecast {
  const minute = history.last;
  const need = Math.max(0.0005, onset - state.level);
  const ownOnly = history.points * POINT_EVERY_MINUTES * table.siblings >= OWN_MINUTES;
  findAnalogs(table, { owner: history.owner, ownOnly, state, need }, analogs);
  const trends = findTrends(
    (steps) => valueAt(history, minute - steps),
    minute - Math.max(history.first, history.reset) + 1,
    TREND_WINDOWS,
  );
  const rises = pastRises(history, state.level, onset);
  const cold = table.count * POINT_EVERY_MINUTES < DAY_MINUTES && minute - history.born < DAY_MINUTES;
  const probabilities: number[] = [];
  let before = 0;
  for (const [bin, minutes] of HORIZON_MINUTES.entries()) {
    const independent = independence(minutes);
    const like = analogs.total[bin]! * independent;
    const reached = analogs.reached[bin]! * independent;
    const trend = trendProbability(trends, onset, minutes);
    const held = trend > FLOOR ? rises.total : 0;
    const full = trend > FLOOR ? rises.full : 0;
    const probability = (TREND_WEIGHT * Math.max(FLOOR, trend) + reached + full) / (TREND_WEIGHT + like + held);
    before = Math.max(before, cold ? Math.min(COLD_CAP, probability) : probability);
    probabilities.push(before);
  }
  return { probabilities, trends, analogs, state, cold };
}

/** Points lie seven minutes apart: within a long horizon several of them share one outcome. */
export function independence(minutes: number): number {
  return Math.min(1, 30 / minutes);
}

/** The latest rises that came as far as this one, and how many of them went on to the limit. */
function pastRises({ peaks }: ResourceHistory, level: number, onset: number): { total: number; full: number } {
  let total = 0;
  let full = 0;
  for (let index = peaks.length - 1; index >= 0 && total < MOST_RISES; index -= 1) {
    const peak = peaks[index]!;
    if (peak < level - SAME_PEAK) continue;
    total += 1;
    if (peak >= onset) full += 1;
  }
  return { total: RISE_WEIGHT * total, full: RISE_WEIGHT * full };
}
