import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { type DurationMs, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { createDensityFilter, type DensityFilter } from '../density-filter.ts';
import { HORIZONS } from '../horizons.ts';
import { logit } from '../odds-math.ts';

/** What an entity looks like now, as numbers that raise or lower the hazard of a failure in each bin of time ahead. */

/** Prior mean of each weight, in log odds. Assumptions of the design, until the project's own failures teach. */
const SHIPPED = [
  { name: 'base', mean: 1, deviation: 0.1 },
  { name: 'always', mean: 0, deviation: 0.5 },
  { name: 'resource', mean: 0, deviation: 0.5 },
  { name: 'headroom below 10 %', mean: 1.5, deviation: 0.5 },
  { name: 'limit reached in time', mean: 1.5, deviation: 0.5 },
  { name: 'errors', mean: 1, deviation: 0.5 },
  { name: 'latency', mean: 1, deviation: 0.5 },
  { name: 'new error line', mean: 0.8, deviation: 0.5 },
  { name: 'change within 15 min', mean: 0.7, deviation: 0.5 },
  { name: 'callee', mean: 0.8, deviation: 0.5 },
  { name: 'restart', mean: 0.6, deviation: 0.5 },
  { name: 'largest surprise', mean: 0, deviation: 0.5 },
  { name: 'mean surprise', mean: 0, deviation: 0.5 },
  { name: 'kinds', mean: 0, deviation: 0.5 },
] as const;

/** Surprise counts from here on. */
const FROM = 3;
const PER_ERROR = 0.25;
const MOST_OF_ERRORS = 1.5;
const PER_LATENCY = 0.15;
const LOUD = 6;
const YOUNG = 15 * MINUTE;

export function createHazardFilter(): DensityFilter {
  return createDensityFilter(
    SHIPPED.map(({ mean }) => mean),
    SHIPPED.map(({ deviation }) => deviation),
  );
}

export interface HazardFacts {
  readonly now: Timestamp;
  /** Log odds of the failure in each bin when nothing is known; of the resource alone, where one tells. */
  readonly base: readonly number[];
  readonly resource: readonly number[] | undefined;
  /** Share of the limit that is left. */
  readonly headroom: number | undefined;
  /** Until the line reaches the limit. */
  readonly reach: DurationMs | undefined;
  /** Open anomalies of the entity and of what it calls. */
  readonly own: readonly Anomaly[];
  readonly callees: readonly Anomaly[];
  readonly changedAt: Timestamp | undefined;
}

/** One row for each bin that ends with a horizon. */
export function hazardRows(facts: HazardFacts): Float64Array[] {
  const { now, own, callees, headroom, reach, changedAt } = facts;
  const news = own.filter(({ marks }) => !marks.includes('expected') && !marks.includes('chronic'));
  const above = news.map(({ surprise }) => Math.max(0, surprise - FROM));
  const most = (kind: Anomaly['kind']): number =>
    Math.max(0, ...news.filter((one) => one.kind === kind).map(({ surprise }) => surprise - FROM));
  const sum = above.sort((a, b) => a - b).reduce((total, one) => total + one, 0);
  const about = [
    Number(headroom !== undefined && headroom < 0.1),
    Number.NaN,
    Math.min(MOST_OF_ERRORS, PER_ERROR * most('errors')),
    Math.min(1, PER_LATENCY * most('latency')),
    Number(news.some(({ kind, direction }) => kind === 'logs' && direction === 'new')),
    Number(changedAt !== undefined && now - changedAt < YOUNG),
    Number(callees.some(({ surprise }) => surprise > LOUD)),
    Number(news.some(({ kind }) => kind === 'restarts')),
    (above.at(-1) ?? 0) / 10,
    above.length > 0 ? sum / above.length / 10 : 0,
    new Set(news.filter(({ surprise }) => surprise > FROM).map(({ kind }) => kind)).size / 5,
  ];
  return HORIZONS.map((end, bin) => {
    const row = Float64Array.from([
      facts.base[bin]!,
      1,
      (facts.resource?.[bin] ?? facts.base[bin]!) - facts.base[bin]!,
      ...about,
    ]);
    row[4] = Number(reach !== undefined && reach <= end);
    return row;
  });
}

/** Log odds of an onset in each bin that was not there before it, from a curve that never falls. */
export function binLogits(curve: readonly number[]): number[] {
  return HORIZONS.map((_, bin) => {
    const before = bin === 0 ? 0 : curve[bin - 1]!;
    return logit((curve[bin]! - before) / Math.max(1e-9, 1 - before));
  });
}
