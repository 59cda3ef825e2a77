import type { DurationMs } from '@foreshock/model/time.ts';
import { counterUniform } from '../../statistics/counter-hash.ts';
import { HORIZONS } from '../horizons.ts';

/**
 * Whether trees were better than the hazard and than the mere rate, on rows that were decided after they had spoken. Days
 * are drawn again: rows of one day resemble each other.
 */

const LEAST_DAYS = 14;
const LEAST_CAME = 20;
const KEPT_DAYS = 60;
const DRAWS = 400;
/** Lower end of a 90 % interval. */
const LOW_SHARE = 0.05;

/** Sums of one day: weight, log loss of each, failures that came. Plain data. */
export interface DayLosses {
  readonly day: number;
  weight: number;
  trees: number;
  hazard: number;
  rate: number;
  readonly came: Set<number>;
}

/** What each said of a row, by horizon, and what came. */
export interface DecidedOdds {
  readonly trees: readonly number[];
  readonly hazard: readonly number[];
  /** How often it comes in rows like these. */
  readonly rate: readonly number[];
  readonly lead: DurationMs | undefined;
  /** Number of the failure that came. */
  readonly group: number;
  readonly every: DurationMs;
}

/** `days` in order, the oldest first; those that are too old go. */
export function addLosses(
  days: DayLosses[],
  day: number,
  { trees, hazard, rate, lead, group, every }: DecidedOdds,
): void {
  let own = days.at(-1);
  if (own?.day !== day) {
    own = { day, weight: 0, trees: 0, hazard: 0, rate: 0, came: new Set() };
    days.push(own);
    while (days[0]!.day <= day - KEPT_DAYS) days.shift();
  }
  if (lead !== undefined) own.came.add(group);
  for (const [bin, horizon] of HORIZONS.entries()) {
    const came = lead !== undefined && lead <= horizon;
    // Rows within one horizon share one outcome, so they share one weight.
    const weight = every / Math.max(every, horizon);
    own.weight += weight;
    own.trees += weight * lossOf(trees[bin]!, came);
    own.hazard += weight * lossOf(hazard[bin]!, came);
    own.rate += weight * lossOf(rate[bin]!, came);
  }
}

/**
 * Log loss that trees save for each row, against the hazard and against the mere rate.
 *
 * mean, low   over the days; low ends a 90 % interval
 * returns     `undefined` before 14 days and 20 failures
 */
export function savedBy(days: readonly DayLosses[], seed: number): Record<'hazard' | 'rate', Saved> | undefined {
  const came = new Set(days.flatMap((day) => [...day.came]));
  if (days.length < LEAST_DAYS || came.size < LEAST_CAME) return undefined;
  return { hazard: savedOver(days, 'hazard', seed), rate: savedOver(days, 'rate', seed) };
}

export interface Saved {
  readonly mean: number;
  readonly low: number;
}

/** Better than both, with the interval above. */
export function isProven(days: readonly DayLosses[], seed: number): boolean {
  const saved = savedBy(days, seed);
  return saved !== undefined && saved.hazard.low > 0 && saved.rate.low > 0;
}

function savedOver(days: readonly DayLosses[], other: 'hazard' | 'rate', seed: number): Saved {
  const drawn = Array.from({ length: DRAWS }, (_, draw) =>
    meanSaved(
      days.map((_day, i) => days[Math.floor(counterUniform(seed, draw, i) * days.length)]!),
      other,
    ),
  ).sort((a, b) => a - b);
  return { mean: meanSaved(days, other), low: drawn[Math.floor(LOW_SHARE * DRAWS)]! };
}

function meanSaved(days: readonly DayLosses[], other: 'hazard' | 'rate'): number {
  let saved = 0;
  let weight = 0;
  for (const day of days) {
    saved += day[other] - day.trees;
    weight += day.weight;
  }
  return weight > 0 ? saved / weight : 0;
}

function lossOf(probability: number, came: boolean): number {
  const said = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return -Math.log(came ? said : 1 - said);
}
