import { binOf } from '@foreshock/model/latency-bins.ts';
import type { Buckets, Metric, PointColumns } from '@foreshock/model/point-columns.ts';
import type { MetricRollup } from '@foreshock/model/rollup.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { startOfMinute, type Timestamp } from '@foreshock/model/time.ts';

interface OpenRollup {
  minute: Timestamp;
  series: SeriesId;
  count: number;
  sum: number;
  min: number;
  max: number;
  last: number;
  lastTime: Timestamp;
  observations: number;
  bins: Map<number, number>;
}

/** Factors from a unit of time to milliseconds. */
const MILLIS: Readonly<Record<string, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6, min: 60_000, h: 3_600_000 };

/** Partial sums by minute and series. Points without a value, NaN included, are left out: a gap is no zero. */
export function rollUpPoints(columns: PointColumns, seriesOfRow: readonly SeriesId[]): MetricRollup[] {
  const open = new Map<SeriesId, Map<Timestamp, OpenRollup>>();
  for (let row = 0; row < columns.count; row++) {
    const value = columns.value[row]!;
    const metric = columns.metrics[columns.metric[row]!]!;
    const observations = columns.observations[row]!;
    const counts = metric.type !== 'gauge' && metric.type !== 'sum';
    if (columns.absent[row] === 1 || (Number.isNaN(value) && !counts)) continue;
    const time = Number(columns.timeUnixNano[row]! / 1_000_000n);
    const minute = startOfMinute(time);
    const series = seriesOfRow[row]!;
    let minutes = open.get(series);
    if (!minutes) {
      minutes = new Map();
      open.set(series, minutes);
    }
    let rollup = minutes.get(minute);
    if (!rollup) {
      rollup = {
        minute,
        series,
        count: 0,
        sum: 0,
        min: Infinity,
        max: -Infinity,
        last: 0,
        lastTime: 0,
        observations: 0,
        bins: new Map(),
      };
      minutes.set(minute, rollup);
    }
    const known = Number.isNaN(value) ? 0 : value;
    rollup.count += 1;
    rollup.sum += known;
    rollup.min = Math.min(rollup.min, known);
    rollup.max = Math.max(rollup.max, known);
    const isLatest = time >= rollup.lastTime;
    if (isLatest) {
      rollup.last = known;
      rollup.lastTime = time;
    }
    if (counts) addObservations(rollup, metric, observations, columns.buckets[row], isLatest);
  }
  return [...open.values()].flatMap((minutes) => [...minutes.values()]);
}

function addObservations(
  rollup: OpenRollup,
  metric: Metric,
  observations: number,
  buckets: Buckets | undefined,
  isLatest: boolean,
): void {
  if (metric.temporality === 'cumulative') {
    if (isLatest) rollup.observations = observations;
    return;
  }
  rollup.observations += observations;
  if (!buckets || metric.type === 'summary') return;
  const factor = MILLIS[metric.unit] ?? 1;
  for (let bucket = 0; bucket < buckets.counts.length; bucket++) {
    const count = buckets.counts[bucket]!;
    if (count === 0) continue;
    const bin = binOf(representativeOf(buckets.bounds, bucket) * factor);
    rollup.bins.set(bin, (rollup.bins.get(bin) ?? 0) + count);
  }
}

/** The middle of a bucket; of the open ones the bound that they have. */
function representativeOf(bounds: Float64Array, bucket: number): number {
  if (bounds.length === 0) return 0;
  if (bucket === 0) return bounds[0]! / 2;
  if (bucket >= bounds.length) return bounds[bounds.length - 1]!;
  return (bounds[bucket - 1]! + bounds[bucket]!) / 2;
}
