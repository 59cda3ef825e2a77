import type { EntityForecasts } from './entity-forecasts.ts';
import {
  type Areas,
  calibrationError,
  type ReliabilityBin,
  type SquaredErrors,
  squaredErrors,
} from './probability-scores.ts';

const WEEK_MS = 7 * 86_400_000;
/** Scores are told apart this finely where a figure is drawn again and again. */
const LEVELS = 200;
const BINS = 10;

/** What one unit (a week, or a week of an entity) adds to every figure. */
export interface UnitSums {
  readonly errors: SquaredErrors;
  readonly bins: readonly ReliabilityBin[];
  /** By level of the score, the lowest first: rows that came, and rows that did not. */
  readonly came: Float64Array;
  readonly not: Float64Array;
}

export interface ScoredEntity {
  readonly forecasts: EntityForecasts;
  /** The entity's share in the training part. */
  readonly base: number;
}

/** `apart`: whether entities are independent of one another, so that each of their weeks is a unit. */
export function sumsByUnit(entities: readonly ScoredEntity[], apart: boolean): UnitSums[] {
  const sorted = Float64Array.from(entities.flatMap(({ forecasts }) => Array.from(forecasts.probabilities))).sort();
  // The highest scores decide over precision, so they are told apart most finely.
  const edges = Array.from(
    { length: LEVELS - 1 },
    (_, i) => sorted[Math.floor(sorted.length * (1 - (1 - (i + 1) / LEVELS) ** 3))]!,
  );
  const units = new Map<string, Sums>();
  for (const { forecasts, base } of entities) {
    const { times, entity } = forecasts;
    for (let from = 0; from < times.length; ) {
      const week = Math.floor(times[from]! / WEEK_MS);
      let to = from;
      while (to < times.length && Math.floor(times[to]! / WEEK_MS) === week) to += 1;
      const key = apart ? `${entity} ${week}` : `${week}`;
      const unit = units.get(key) ?? emptySums();
      units.set(key, unit);
      unit.errors.push(squaredErrors(forecasts, base, from, to));
      for (let i = from; i < to; i += 1) count(unit, edges, forecasts.probabilities[i]!, forecasts.outcomes[i]!);
      from = to;
    }
  }
  return [...units.values()].map((unit) => ({ ...unit, errors: addErrors(unit.errors) }));
}

interface Sums {
  readonly errors: SquaredErrors[];
  readonly bins: { count: number; said: number; came: number }[];
  readonly came: Float64Array;
  readonly not: Float64Array;
}

function emptySums(): Sums {
  return {
    errors: [],
    bins: Array.from({ length: BINS }, () => ({ count: 0, said: 0, came: 0 })),
    came: new Float64Array(LEVELS),
    not: new Float64Array(LEVELS),
  };
}

function count(unit: Sums, edges: readonly number[], probability: number, outcome: number): void {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= probability) low = middle + 1;
    else high = middle;
  }
  const side = outcome === 1 ? unit.came : unit.not;
  side[low] = side[low]! + 1;
  const bin = unit.bins[Math.min(BINS - 1, Math.floor(probability * BINS))]!;
  bin.count += 1;
  bin.said += probability;
  bin.came += outcome;
}

export function addErrors(parts: readonly SquaredErrors[]): SquaredErrors {
  return parts.reduce((sum, part) => ({
    ours: sum.ours + part.ours,
    base: sum.base + part.base,
    online: sum.online + part.online,
  }));
}

export function calibrationErrorOf(units: readonly UnitSums[]): number {
  const bins = Array.from({ length: BINS }, (_, bin) =>
    units.reduce(
      (sum, unit) => ({
        count: sum.count + unit.bins[bin]!.count,
        said: sum.said + unit.bins[bin]!.said,
        came: sum.came + unit.bins[bin]!.came,
      }),
      { count: 0, said: 0, came: 0 },
    ),
  );
  return calibrationError(bins);
}

/** Area under the ranking, and average precision, by levels of the score. */
export function areasOf(units: readonly UnitSums[]): Areas {
  const came = new Float64Array(LEVELS);
  const not = new Float64Array(LEVELS);
  for (const unit of units) {
    for (let level = 0; level < LEVELS; level += 1) {
      came[level] = came[level]! + unit.came[level]!;
      not[level] = not[level]! + unit.not[level]!;
    }
  }
  const positives = came.reduce((sum, value) => sum + value, 0);
  const negatives = not.reduce((sum, value) => sum + value, 0);
  let foundCame = 0;
  let foundNot = 0;
  let ranking = 0;
  let precision = 0;
  for (let level = LEVELS - 1; level >= 0; level -= 1) {
    ranking += not[level]! * (foundCame + came[level]! / 2);
    foundCame += came[level]!;
    foundNot += not[level]!;
    if (came[level]! > 0) precision += (came[level]! / positives) * (foundCame / (foundCame + foundNot));
  }
  return { ranking: ranking / (positives * negatives), precision };
}
