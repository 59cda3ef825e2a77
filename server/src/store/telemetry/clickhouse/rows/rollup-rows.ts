import type { IntakeCount } from '@foreshock/model/intake.ts';
import type { LatencyBins, MetricRollup, SpanRollup, TemplateCount } from '@foreshock/model/rollup.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { type ArrowColumn, numberColumn } from '../arrow-column.ts';
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
      last: '(toInt64(assumeNotNull(last_time)), assumeNotNull(last))',
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
      numbers('sampled', rollups, (row) => row.sampled),
      numbers('sampled_errors', rollups, (row) => row.sampledErrors),
      numbers('duration_sum', rollups, (row) => row.durationSumMs),
      ...binColumns(rollups),
    ],
    select: {
      _day: 'day',
      ...copied([
        'minute',
        'entity',
        'operation',
        'client',
        'peer',
        'count',
        'errors',
        'sampled',
        'sampled_errors',
        'duration_sum',
      ]),
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

/** Table `intake`. */
export function prepareIntakeRows(counts: readonly IntakeCount[]): PreparedRows {
  const minutes = minutesOf(counts);
  const days = daysOfMinutes(minutes);
  return {
    rows: counts.length,
    columns: [
      numberColumn('day', 'I', days),
      numberColumn('minute', 'I', minutes),
      joinStrings('signal', [counts.map((row) => row.signal)]),
      joinStrings('entity', [counts.map((row) => row.entity)]),
      joinStrings('kind', [counts.map((row) => row.kind)]),
      joinStrings('reason', [counts.map((row) => row.reason)]),
      numbers('records', counts, (row) => row.records),
      numbers('bytes', counts, (row) => row.bytes),
    ],
    select: { _day: 'day', ...copied(['minute', 'signal', 'entity', 'kind', 'reason', 'records', 'bytes']) },
  };
}

const LAST_MINUTE = 2 ** 32 - 1;

function minutesOf(rows: readonly { readonly minute: Timestamp }[]): Uint32Array {
  const minutes = new Uint32Array(rows.length);
  for (let i = 0; i < minutes.length; i++) {
    minutes[i] = Math.min(Math.max(Math.floor(rows[i]!.minute / MINUTE), 0), LAST_MINUTE);
  }
  return minutes;
}

function numbers<T>(name: string, rows: readonly T[], pick: (row: T) => number): ArrowColumn {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < values.length; i++) values[i] = pick(rows[i]!);
  return numberColumn(name, 'g', values);
}

const BINS_EXPRESSION =
  "mapFromArrays(CAST(assumeNotNull(bin_indices), 'Array(Int32)'), CAST(assumeNotNull(bin_counts), 'Array(Float64)'))";
const noBins = '[]';

function binColumns(rows: readonly { readonly bins: LatencyBins }[]): readonly ArrowColumn[] {
  const list = (values: Iterable<number>): string => `[${[...values].join(',')}]`;
  const texts = (pick: (bins: LatencyBins) => Iterable<number>): readonly string[] =>
    rows.map(({ bins }) => (bins.size === 0 ? noBins : list(pick(bins))));
  return [
    joinStrings('bin_indices', [texts((bins) => bins.keys())]),
    joinStrings('bin_counts', [texts((bins) => bins.values())]),
  ];
}
