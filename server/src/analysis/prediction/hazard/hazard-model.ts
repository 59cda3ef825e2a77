import type { Failure } from '@foreshock/model/failure.ts';
import { type DurationMs, MINUTE } from '@foreshock/model/time.ts';
import { createDensityFilter, type DensityFilter, fadeADay, learnRow, probabilityOf } from '../density-filter.ts';
import { HORIZONS } from '../horizons.ts';
import { logit } from '../odds-math.ts';
import { createHazardFilter } from './hazard-features.ts';

/**
 * P(onset within each horizon) as the hazard of one bin of time after the other, and the stack of all tiers. Both learn
 * one decided row at a time, each failure for itself.
 */

/** Of the stack: nothing, the tier that judged, the hazard, the precursor. */
const STACK_MEANS = [0, 0.5, 0.5, 0.2];
const STACK_DEVIATIONS = [0.5, 0.15, 0.15, 0.15];
/** With trees: nothing, the tier that judged, the hazard, the precursor, the trees. */
const WITH_TREES_MEANS = [0, 0.4, 0.2, 0.2, 0.4];
const WITH_TREES_DEVIATIONS = [0.5, 0.15, 0.15, 0.15, 0.15];

/** Plain data. */
export interface HazardModel {
  readonly hazard: DensityFilter;
  readonly stack: DensityFilter;
  /** Learns wherever trees speak, so that it is ready when they are proven. */
  stackWithTrees?: DensityFilter;
}

export function createHazardModel(): HazardModel {
  return { hazard: createHazardFilter(), stack: createDensityFilter(STACK_MEANS, STACK_DEVIATIONS) };
}

export function modelOf(models: Map<Failure, HazardModel>, failure: Failure): HazardModel {
  const known = models.get(failure) ?? createHazardModel();
  models.set(failure, known);
  return known;
}

/** Never falls with the horizon. `rows`: one for each bin. */
export function hazardCurve({ hazard }: HazardModel, rows: readonly Float64Array[]): number[] {
  let survives = 1;
  return rows.map((row) => {
    survives *= 1 - probabilityOf(hazard, row);
    return 1 - survives;
  });
}

/** What each tier says by horizon; where one is silent, the base rate. */
export interface Tiers {
  readonly judged: readonly number[];
  readonly hazard: readonly number[];
  readonly precursor: readonly number[];
  /** Absent where none speak. */
  readonly trees?: readonly number[];
}

/** Reads the trees where `tiers` has them: leave them out until they are proven. */
export function stackedCurve(model: HazardModel, tiers: Tiers): number[] {
  const stack = tiers.trees ? withTrees(model) : model.stack;
  // A weight below zero would turn the order of forecasts, and of horizons, around.
  const means = stack.means.map((mean, i) => (i === 0 ? mean : Math.max(0, mean)));
  return HORIZONS.map((_, bin) => probabilityOf({ ...stack, means }, stackRow(tiers, bin)));
}

function withTrees(model: HazardModel): DensityFilter {
  model.stackWithTrees ??= createDensityFilter(WITH_TREES_MEANS, WITH_TREES_DEVIATIONS);
  return model.stackWithTrees;
}

function stackRow({ judged, hazard, precursor, trees }: Tiers, bin: number): Float64Array {
  const row = [1, logit(judged[bin]!), logit(hazard[bin]!), logit(precursor[bin]!)];
  return Float64Array.from(trees ? [...row, logit(trees[bin]!)] : row);
}

/**
 * Learns what became of one row. Rows within one bin, or one horizon, share one outcome: so they share one weight.
 *
 * every   between two rows of the same entity and failure
 * lead    to the onset; `undefined` when none came within the longest horizon
 */
export function learnHazard(
  model: HazardModel,
  rows: readonly Float64Array[],
  tiers: Tiers,
  lead: DurationMs | undefined,
  every: DurationMs,
): void {
  const { trees, ...withoutTrees } = tiers;
  for (const [bin, end] of HORIZONS.entries()) {
    const start = bin === 0 ? 0 : HORIZONS[bin - 1]!;
    const came = lead !== undefined && lead <= end ? 1 : 0;
    const weight = every / Math.max(end, every) / HORIZONS.length;
    learnRow(model.stack, stackRow(withoutTrees, bin), came, weight);
    if (trees) learnRow(withTrees(model), stackRow(tiers, bin), came, weight);
    // Once it came there is nothing left to ask.
    if (lead !== undefined && lead <= start) continue;
    learnRow(model.hazard, rows[bin]!, came, every / (end - start));
  }
}

export function fadeModel({ hazard, stack, stackWithTrees }: HazardModel): void {
  fadeADay(hazard);
  fadeADay(stack);
  if (stackWithTrees) fadeADay(stackWithTrees);
}

export const ROW_EVERY: DurationMs = 5 * MINUTE;
