import type { Buckets, PointColumns } from '@foreshock/model/point-columns.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { type ArrowColumn, BytesWriter, numberColumn } from '../arrow-column.ts';
import { joinNumbers, joinStrings, rowNumbers } from './column-parts.ts';
import { daysOfTimes } from './day-of-row.ts';
import { copied, type DatedRows } from './prepared-rows.ts';

export interface PointPart {
  readonly columns: PointColumns;
  readonly seriesOfRow: readonly SeriesId[];
  readonly sourceIds: readonly bigint[];
}

/** Table `points`. What a point is of, its attributes included, its series says. */
export function preparePointRows(parts: readonly PointPart[]): DatedRows {
  const columns = parts.map((part) => part.columns);
  const time = joinNumbers(
    columns.map((c) => c.timeUnixNano),
    (n) => new BigUint64Array(n),
  );
  const days = daysOfTimes(time);
  const doubles = (pick: (part: PointColumns) => Float64Array): Float64Array =>
    joinNumbers(columns.map(pick), (n) => new Float64Array(n));
  return {
    rows: time.length,
    days,
    columns: [
      joinStrings(
        'series',
        parts.map((part) => part.seriesOfRow),
      ),
      numberColumn('time', 'L', time),
      numberColumn(
        'start',
        'L',
        joinNumbers(
          columns.map((c) => c.startTimeUnixNano),
          (n) => new BigUint64Array(n),
        ),
      ),
      numberColumn(
        'value',
        'g',
        doubles((c) => c.value),
      ),
      numberColumn(
        'observations',
        'g',
        doubles((c) => c.observations),
      ),
      numberColumn(
        'absent',
        'C',
        joinNumbers(
          columns.map((c) => c.absent),
          (n) => new Uint8Array(n),
        ),
      ),
      ...bucketColumns(columns),
      exemplarColumn(columns),
      numberColumn('source', 'L', sourceOfPoints(parts)),
      numberColumn('day', 'I', days),
      numberColumn('row', 'I', rowNumbers(time.length)),
    ],
    select: {
      ...copied(['series', 'time', 'start', 'value', 'observations', 'absent', 'exemplars', 'source']),
      bounds: doublesExpression('bounds'),
      counts: doublesExpression('counts'),
      _day: 'day',
      _row: 'row',
    },
  };
}

function sourceOfPoints(parts: readonly PointPart[]): BigUint64Array {
  const rows = parts.reduce((sum, part) => sum + part.columns.count, 0);
  const ids = new BigUint64Array(rows);
  let row = 0;
  for (const { columns, sourceIds } of parts) {
    const ofMetric = columns.metrics.map((metric) => sourceIds[metric.source]!);
    for (let i = 0; i < columns.count; i++) ids[row++] = ofMetric[columns.metric[i]!]!;
  }
  return ids;
}

/** Most points have none, so that text in JSON notation costs little. */
function bucketColumns(parts: readonly PointColumns[]): readonly ArrowColumn[] {
  return [
    doublesColumn('bounds', parts, (buckets) => buckets.bounds),
    doublesColumn('counts', parts, (buckets) => buckets.counts),
  ];
}

const encoder = new TextEncoder();

function doublesColumn(
  name: string,
  parts: readonly PointColumns[],
  pick: (buckets: Buckets) => Float64Array,
): ArrowColumn {
  const rows = parts.reduce((sum, part) => sum + part.count, 0);
  const writer = new BytesWriter(rows, rows * 2);
  for (const part of parts) {
    for (const buckets of part.buckets) {
      if (buckets !== undefined) {
        const text = encoder.encode(`[${pick(buckets).join(',')}]`);
        writer.write(text, 0, text.length);
      }
      writer.endRow();
    }
  }
  return writer.column(name);
}

/** `Infinity` is written `inf` by the engine, and read in both ways. */
function doublesExpression(column: string): string {
  return `CAST(if(empty(assumeNotNull(${column})), '[]', assumeNotNull(${column})), 'Array(Float64)')`;
}

function exemplarColumn(parts: readonly PointColumns[]): ArrowColumn {
  return joinStrings(
    'exemplars',
    parts.map((part) => Array.from({ length: part.count }, (_, i) => part.exemplars.get(i) ?? '')),
  );
}
