import { quantileOf } from '@foreshock/model/latency-bins.ts';
import type { MetricRollup } from '@foreshock/model/rollup.ts';
import type { Series } from '@foreshock/model/series.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { type Measure, millisecondsOf } from '../measure-kind.ts';

export interface MeasuredSeries {
  readonly series: Series;
  readonly measure: Measure;
}

/** Of a cumulative series what the last minute left: three fields of a row, zeros at first. */
const LAST = 0;
const LAST_TIME = 1;
const LAST_OBSERVATIONS = 2;
export const READING_FIELDS = 3;

/** Fewer requests have no 95th percentile to speak of: it jumps tenfold on healthy traffic. */
const MIN_OBSERVATIONS = 20;
/** A counter that was away longer has no rate. */
const MAX_GAP_MS = 10 * MINUTE;

export function rememberReading(rollup: MetricRollup, fields: Float64Array, at: number): void {
  fields[at + LAST] = rollup.last;
  fields[at + LAST_TIME] = rollup.lastTime;
  fields[at + LAST_OBSERVATIONS] = rollup.observations;
}

/** The number of a minute; `undefined` where it has none: a counter seen once, a percentile of too few. */
export function readingOf(
  { series, measure }: MeasuredSeries,
  rollup: MetricRollup,
  fields: Float64Array,
  at: number,
): number | undefined {
  if (rollup.count === 0) return undefined;
  const isDelta = series.temporality === 'delta';
  switch (measure.reading) {
    case 'level':
      return rollup.sum / rollup.count;
    case 'rate':
      return isDelta ? rollup.sum / 60 : rateOf(rollup, fields, at);
    case 'p95': {
      if (rollup.bins.size > 0)
        return rollup.observations >= MIN_OBSERVATIONS ? quantileOf(rollup.bins, 0.95) : undefined;
      const mean = isDelta ? deltaMean(rollup) : cumulativeMean(rollup, fields, at);
      return mean === undefined ? undefined : mean * (millisecondsOf(series.unit) ?? 1);
    }
  }
}

function deltaMean(rollup: MetricRollup): number | undefined {
  return rollup.observations >= MIN_OBSERVATIONS ? rollup.sum / rollup.observations : undefined;
}

function isKnownBefore(rollup: MetricRollup, fields: Float64Array, at: number): boolean {
  const since = rollup.lastTime - fields[at + LAST_TIME]!;
  return fields[at + LAST_TIME]! > 0 && since > 0 && since <= MAX_GAP_MS;
}

function rateOf(rollup: MetricRollup, fields: Float64Array, at: number): number | undefined {
  if (!isKnownBefore(rollup, fields, at)) return undefined;
  const grown = rollup.last - fields[at + LAST]!;
  // A counter that fell began anew at zero.
  return (grown >= 0 ? grown : rollup.last) / ((rollup.lastTime - fields[at + LAST_TIME]!) / 1_000);
}

function cumulativeMean(rollup: MetricRollup, fields: Float64Array, at: number): number | undefined {
  if (!isKnownBefore(rollup, fields, at)) return undefined;
  const isReset = rollup.observations < fields[at + LAST_OBSERVATIONS]! || rollup.last < fields[at + LAST]!;
  const observations = isReset ? rollup.observations : rollup.observations - fields[at + LAST_OBSERVATIONS]!;
  if (observations < MIN_OBSERVATIONS) return undefined;
  return (isReset ? rollup.last : rollup.last - fields[at + LAST]!) / observations;
}
