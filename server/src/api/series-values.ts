import type { Series } from '@foreshock/model/series.ts';
import { SECOND, type TimeRange } from '@foreshock/model/time.ts';
import type { SeriesPoints } from '../store/telemetry/telemetry-store.ts';

/** A counter is read as its rate. */
function isCounter(series: Series): boolean {
  return series.monotonic && series.type === 'sum';
}

/** Of a counter the unit of its rate. */
export function unitShown(series: Series): string {
  if (!isCounter(series)) return series.unit;
  return series.unit === '' || series.unit === '1' || series.unit.startsWith('{') ? '1/s' : `${series.unit}/s`;
}

/** One value a step, null where no point was. Counters as rate per second; a fall is a restart and counts from zero. */
export function valuesOf({ series, points }: SeriesPoints, range: TimeRange, step: number): (number | null)[] {
  const values = new Array<number | null>(Math.round((range.to - range.from) / step)).fill(null);
  let before: { time: number; last: number } | undefined;
  for (const point of points) {
    const slot = Math.round((point.time - range.from) / step);
    if (slot < 0 || slot >= values.length) continue;
    if (!isCounter(series)) values[slot] = Number.isFinite(point.mean) ? point.mean : null;
    else if (series.temporality === 'delta') values[slot] = (point.mean * point.count) / (step / SECOND);
    else {
      if (before)
        values[slot] =
          (point.last >= before.last ? point.last - before.last : point.last) / ((point.time - before.time) / SECOND);
      before = { time: point.time, last: point.last };
    }
  }
  return values;
}
