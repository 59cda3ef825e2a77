import type { LatencyBins, MetricRollup, SpanRollup, TemplateCount } from '@foreshock/model/rollup.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { type ArrowColumn, numberColumn, textColumn } from '../arrow-column.ts';
import { joinStrings } from './column-parts.ts';
import { daysOfMinutes } from './day-of-row.ts';
import { copied, type PreparedRows } from './prepared-rows.ts';

/** Table `metric_rollups`. */
export function prepareMetricRollupRows(rollups: readonly MetricRollup[]): PreparedRows {
  const minutes = minutesOf(rollups);
  const days = daysOfMinutes(minutes);
  return {
    rows: rollups.length,
    columns: [
      numberColumn('day', 'I', days),
      numberColumn('minute', 'I', minutes),
      joinStrings('series', [rollups.map((row) => row.series)]),
      numbers('count', rollups, (row) => row.count),
      numbers('sum', rollups, (row) => row.sum),
      numbers('min', rollups, (row) => row.min),
      numbers('max', rollups, (row) => row.max),
      numbers('last', rollups, (row) => row.last),
      numberColumn(
        'last_time',
        'l',
        BigInt64Array.from(rollups, (row) => BigInt(Math.round(row.lastTime))),
      ),
      numbers('observations', rollups, (row) => row.observations),
      ...binColumns(rollups),
    ],
    select: {
      _day: 'day',
      ...copied(['minute', 'series', 'count', 'sum', 'min', 'max', 'observations']),
      last: '(assumeNotNull(last_time), assumeNotNull(last))',
      bins: BINS_EXPRESSION,
    },
  };
}

/** Table `span_rollups`. */
export function prepareSpanRollupRows(rollups: readonly SpanRollup[]): PreparedRows {
  const minutes = minutesOf(rollups);
  const days = daysOfMinutes(minutes);
  return {
    rows: rollups.length,
    columns: [
      numberColumn('day', 'I', days),
      numberColumn('minute', 'I', minutes),
      joinStrings('entity', [rollups.map((row) => row.entity)]),
      joinStrings('operation', [rollups.map((row) => row.operation)]),
      numberColumn(
        'client',
        'C',
        Uint8Array.from(rollups, (row) => (row.side === 'client' ? 1 : 0)),
      ),
      joinStrings('peer', [rollups.map((row) => row.peer)]),
      numbers('count', rollups, (row) => row.count),
      numbers('errors', rollups, (row) => row.errors),
      numbers('duration_sum', rollups, (row) => row.durationSumMs),
      ...binColumns(rollups),
    ],
    select: {
      _day: 'day',
      ...copied(['minute', 'entity', 'operation', 'client', 'peer', 'count', 'errors', 'duration_sum']),
      bins: BINS_EXPRESSION,
    },
  };
}

/** Table `template_counts`. */
export function prepareTemplateCountRows(counts: readonly TemplateCount[]): PreparedRows {
  const minutes = minutesOf(counts);
  const days = daysOfMinutes(minutes);
  return {
    rows: counts.length,
    columns: [
      numberColumn('day', 'I', days),
      numberColumn('minute', 'I', minutes),
      joinStrings('entity', [counts.map((row) => row.entity)]),
      joinStrings('template', [counts.map((row) => row.template)]),
      numberColumn(
        'severity',
        'C',
        Uint8Array.from(counts, (row) => row.severityNumber),
      ),
      numbers('count', counts, (row) => row.count),
    ],
    select: { _day: 'day', ...copied(['minute', 'entity', 'template', 'severity', 'count']) },
  };
}

const LAST_MINUTE = 2 ** 32 - 1;

function minutesOf(rows: readonly { readonly minute: Timestamp }[]): Uint32Array {
  return Uint32Array.from(rows, (row) => Math.min(Math.max(Math.floor(row.minute / MINUTE), 0), LAST_MINUTE));
}

function numbers<T>(name: string, rows: readonly T[], pick: (row: T) => number): ArrowColumn {
  return numberColumn(name, 'g', Float64Array.from(rows, pick));
}

const BINS_EXPRESSION =
  "mapFromArrays(CAST(assumeNotNull(bin_indices), 'Array(Int32)'), CAST(assumeNotNull(bin_counts), 'Array(Float64)'))";

function binColumns(rows: readonly { readonly bins: LatencyBins }[]): readonly ArrowColumn[] {
  return [
    textColumn(
      'bin_indices',
      rows.map((row) => `[${[...row.bins.keys()].join(',')}]`),
    ),
    textColumn(
      'bin_counts',
      rows.map((row) => `[${[...row.bins.values()].join(',')}]`),
    ),
  ];
}
