import type { Buckets, PointColumns } from '@foreshock/model/point-columns.ts';
import type { SeriesId } from '@foreshock/model/series.ts';

/**
 * Points that became one series by the loss of attributes, at one time, become one point: sums and histograms add up, of
 * gauges the last counts (as views of the OpenTelemetry SDK do). Rows to keep; the columns are changed in place.
 * `undefined` where no two points meet.
 */
export function mergePoints(columns: PointColumns, seriesOfRow: readonly SeriesId[]): Uint32Array | undefined {
  const at = new Map<string, number>();
  const gone = new Uint8Array(columns.count);
  let merged = 0;
  for (let row = 0; row < columns.count; row++) {
    const key = `${seriesOfRow[row]!} ${columns.timeUnixNano[row]!}`;
    const first = at.get(key);
    if (first === undefined) {
      at.set(key, row);
      continue;
    }
    addTo(columns, first, row);
    gone[row] = 1;
    merged += 1;
  }
  if (merged === 0) return undefined;
  const kept = new Uint32Array(columns.count - merged);
  for (let row = 0, i = 0; row < columns.count; row++) if (gone[row] === 0) kept[i++] = row;
  return kept;
}

function addTo(columns: PointColumns, into: number, row: number): void {
  if (columns.absent[row] === 1) return;
  const metric = columns.metrics[columns.metric[row]!]!;
  const isEmpty = columns.absent[into] === 1;
  if (metric.type === 'gauge' || isEmpty) {
    columns.value[into] = columns.value[row]!;
    columns.observations[into] = columns.observations[row]!;
    columns.absent[into] = 0;
    return;
  }
  columns.value[into]! += columns.value[row]!;
  if (metric.type !== 'sum') columns.observations[into]! += columns.observations[row]!;
  const left = columns.buckets[into];
  const right = columns.buckets[row];
  if (left && right && metric.type !== 'summary') addBuckets(left, right);
}

/** Histograms of one metric have the bounds of one program; where they differ the counts of the first stay. */
function addBuckets(left: Buckets, right: Buckets): void {
  if (left.bounds.length !== right.bounds.length) return;
  for (let i = 0; i < left.bounds.length; i++) if (left.bounds[i] !== right.bounds[i]) return;
  for (let i = 0; i < left.counts.length; i++) left.counts[i]! += right.counts[i]!;
}
