import type { EntityForecasts } from './entity-forecasts.ts';

/** What one could do with the odds: warn from a threshold on, at most so often in vain. */

const CANDIDATES = 200;
/** A warning that comes later helps nobody. */
const LEAST_LEAD_MS = 5 * 60_000;

export interface WarnedEntity {
  readonly forecasts: EntityForecasts;
  /** When the events began, in order, ms. */
  readonly starts: readonly number[];
}

export interface WarningScore {
  readonly warned: number;
  readonly events: number;
  readonly falseWarnings: number;
  /** From the first row of the warning that stood when each event began; 0 for those that were missed. */
  readonly leads: readonly number[];
}

/**
 * The smallest threshold with at most `budget` warnings in vain.
 *
 * budget    over all entities
 * returns   above every probability when none is low enough
 */
export function thresholdAtBudget(
  entities: readonly WarnedEntity[],
  pick: (forecasts: EntityForecasts) => Float64Array,
  horizon: number,
  budget: number,
): number {
  const all = Float64Array.from(entities.flatMap(({ forecasts }) => Array.from(pick(forecasts)))).sort();
  let low = 0;
  let high = CANDIDATES;
  // Fewer rows warn as the threshold rises, so halving finds the first that holds.
  const at = (candidate: number): number =>
    candidate >= CANDIDATES ? Number.POSITIVE_INFINITY : all[Math.floor(all.length * (1 - 0.9 ** (candidate / 2)))]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    const falseOnes = entities.reduce(
      (sum, entity) => sum + countFalse(entity, pick(entity.forecasts), horizon, at(middle)),
      0,
    );
    if (falseOnes <= budget) high = middle;
    else low = middle + 1;
  }
  return at(low);
}

export function scoreWarnings(
  entities: readonly WarnedEntity[],
  pick: (forecasts: EntityForecasts) => Float64Array,
  horizon: number,
  threshold: number,
): WarningScore {
  const leads = entities.flatMap((entity) => leadsOf(entity, pick(entity.forecasts), horizon, threshold));
  return {
    warned: leads.filter((lead) => lead > 0).length,
    events: leads.length,
    falseWarnings: entities.reduce(
      (sum, entity) => sum + countFalse(entity, pick(entity.forecasts), horizon, threshold),
      0,
    ),
    leads,
  };
}

/** A warning stands for a horizon, after which the next one is due; it is in vain when nothing begins up to a horizon after its last row. */
function countFalse(
  { forecasts, starts }: WarnedEntity,
  scores: Float64Array,
  horizon: number,
  threshold: number,
): number {
  const { times } = forecasts;
  let falseOnes = 0;
  let first = Number.NaN;
  let last = Number.NaN;
  let next = 0;
  const close = (): void => {
    while (next < starts.length && starts[next]! <= first) next += 1;
    if (!(starts[next]! <= last + horizon)) falseOnes += 1;
  };
  for (const [i, score] of scores.entries()) {
    if (score < threshold) continue;
    const time = times[i]!;
    if (time - first > horizon) close();
    if (!(time - first <= horizon)) first = time;
    last = time;
  }
  if (!Number.isNaN(last)) close();
  return falseOnes;
}

function leadsOf(
  { forecasts, starts }: WarnedEntity,
  scores: Float64Array,
  horizon: number,
  threshold: number,
): number[] {
  const { times } = forecasts;
  let row = 0;
  return starts.map((start) => {
    while (row < times.length && times[row]! < start) row += 1;
    let at = row - 1;
    while (at >= 0 && times[at]! > start - LEAST_LEAD_MS) at -= 1;
    while (at >= 0 && times[at]! >= start - horizon && scores[at]! < threshold) at -= 1;
    if (at < 0 || times[at]! < start - horizon) return 0;
    while (at > 0 && scores[at - 1]! >= threshold && times[at]! - times[at - 1]! <= horizon) at -= 1;
    return start - times[at]!;
  });
}
