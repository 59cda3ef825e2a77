/** Hot path; benchmark: benchmarks/store-append.ts. A day is more than a million rows. */

import type { EntityId } from '@foreshock/model/entity.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { LatencyBins, MetricRollup, Rollups, SpanRollup, TemplateCount } from '@foreshock/model/rollup.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { HOUR, MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import { minuteAt } from './conditions.ts';
import type { Reader } from './reader.ts';
import { RowBinaryReader } from './row-binary.ts';
import { selectRows } from './select-rows.ts';
import { selectExtent } from './select-usage.ts';
import { readSeries, SERIES_COLUMNS } from './series-row.ts';
import { tableOf } from './tables.ts';

const none: LatencyBins = new Map();

/**
 * Read at a time: the engine's memory and the answer's bytes grow with it. Six hours of 1,000 series and 200 span keys are
 * 45 MB.
 */
const BLOCK_MS = 6 * HOUR;

/** Everything that the minutes beginning in `range` hold, added up per key, by minute. */
export async function selectRollups(reader: Reader, range: TimeRange): Promise<Result<Rollups>> {
  const metrics: MetricRollup[] = [];
  const spans: SpanRollup[] = [];
  const templates: TemplateCount[] = [];
  const extent = await selectExtent(reader);
  if (!extent.ok) return extent;
  for (const block of blocksOf(range, extent.value)) {
    for (const read of [
      await readInto(metrics, selectMetricRollups(reader, block)),
      await readInto(spans, selectSpanRollups(reader, block)),
      await readInto(templates, selectTemplateCounts(reader, block)),
    ]) {
      if (!read.ok) return read;
    }
  }
  const series = await selectSeriesOf(reader, metrics);
  return series.ok ? success({ metrics, spans, templates, series: series.value }) : series;
}

/** Parts of the range that rollups exist for. */
function blocksOf(range: TimeRange, extent: TimeRange | undefined): readonly TimeRange[] {
  const blocks: TimeRange[] = [];
  if (extent === undefined) return blocks;
  const end = Math.min(range.to, extent.to);
  for (let from = Math.max(range.from, extent.from); from < end; from += BLOCK_MS) {
    blocks.push({ from, to: Math.min(end, from + BLOCK_MS) });
  }
  return blocks;
}

async function readInto<Row>(into: Row[], answer: Promise<Result<readonly Row[]>>): Promise<Result<void>> {
  const rows = await answer;
  if (!rows.ok) return rows;
  for (const row of rows.value) into.push(row);
  return success();
}

/** No parameters: these are numbers of ours, and queries without parameters do not wait for one another. */
function minutesIn(range: TimeRange): string {
  return `minute >= ${minuteAt(range.from)} AND minute < ${minuteAt(range.to)}`;
}

async function selectMetricRollups(reader: Reader, range: TimeRange): Promise<Result<readonly MetricRollup[]>> {
  // FINAL adds up the partial sums of a minute, three times cheaper than GROUP BY; outside, one row per series, so that
  // its id is sent and made once.
  const sql = `SELECT series, groupArray(minute), groupArray(count), groupArray(sum), groupArray(min), groupArray(max),
      groupArray(last.2), groupArray(toFloat64(last.1)), groupArray(observations), ${BINS}
    FROM ${tableOf(reader.database, 'metric_rollups')} FINAL WHERE ${minutesIn(range)} GROUP BY series`;
  const result = await reader.connection.select(sql, {}, 'RowBinary');
  if (!result.ok) return result;
  const source = new RowBinaryReader(result.value);
  const rows: MetricRollup[] = [];
  while (!source.atEnd) readMetricSeries(source, rows);
  return success(byMinute(rows));
}

function readMetricSeries(source: RowBinaryReader, into: MetricRollup[]): void {
  const series = source.text() as SeriesId;
  const minute = source.uint32s();
  const count = source.float64s();
  const sum = source.float64s();
  const min = source.float64s();
  const max = source.float64s();
  const last = source.float64s();
  const lastTime = source.float64s();
  const observations = source.float64s();
  const bins = readBins(source);
  for (let i = 0; i < minute.length; i++) {
    into.push({
      minute: minute[i]! * MINUTE,
      series,
      count: count[i]!,
      sum: sum[i]!,
      min: min[i]!,
      max: max[i]!,
      last: last[i]!,
      lastTime: lastTime[i]!,
      observations: observations[i]!,
      bins: bins[i]!,
    });
  }
}

/** Buckets, because a comparing sort of a million rows takes longer than reading them. */
function byMinute<Row extends { readonly minute: Timestamp }>(rows: readonly Row[]): readonly Row[] {
  const buckets = new Map<Timestamp, Row[]>();
  for (const row of rows) {
    const bucket = buckets.get(row.minute);
    if (bucket) bucket.push(row);
    else buckets.set(row.minute, [row]);
  }
  const minutes = [...buckets.keys()].sort((a, b) => a - b);
  return minutes.flatMap((minute) => buckets.get(minute)!);
}

async function selectSpanRollups(reader: Reader, range: TimeRange): Promise<Result<readonly SpanRollup[]>> {
  const sql = `SELECT entity, operation, client, peer, groupArray(minute), groupArray(count), groupArray(errors),
      groupArray(sampled), groupArray(sampled_errors), groupArray(duration_sum), ${BINS}
    FROM ${tableOf(reader.database, 'span_rollups')} FINAL WHERE ${minutesIn(range)}
    GROUP BY entity, operation, client, peer`;
  const result = await reader.connection.select(sql, {}, 'RowBinary');
  if (!result.ok) return result;
  const source = new RowBinaryReader(result.value);
  const rows: SpanRollup[] = [];
  while (!source.atEnd) readSpanKey(source, rows);
  return success(byMinute(rows));
}

function readSpanKey(source: RowBinaryReader, into: SpanRollup[]): void {
  const entity = source.text() as EntityId;
  const operation = source.text();
  const side = source.uint8() === 1 ? 'client' : 'server';
  const peer = source.text() as EntityId | '';
  const minute = source.uint32s();
  const count = source.float64s();
  const errors = source.float64s();
  const sampled = source.float64s();
  const sampledErrors = source.float64s();
  const durationSumMs = source.float64s();
  const bins = readBins(source);
  for (let i = 0; i < minute.length; i++) {
    into.push({
      minute: minute[i]! * MINUTE,
      entity,
      operation,
      side,
      peer,
      count: count[i]!,
      errors: errors[i]!,
      sampled: sampled[i]!,
      sampledErrors: sampledErrors[i]!,
      durationSumMs: durationSumMs[i]!,
      bins: bins[i]!,
    });
  }
}

async function selectTemplateCounts(reader: Reader, range: TimeRange): Promise<Result<readonly TemplateCount[]>> {
  const sql = `SELECT entity, template, severity, groupArray(minute), groupArray(count)
    FROM ${tableOf(reader.database, 'template_counts')} FINAL WHERE ${minutesIn(range)} GROUP BY entity, template, severity`;
  const result = await reader.connection.select(sql, {}, 'RowBinary');
  if (!result.ok) return result;
  const source = new RowBinaryReader(result.value);
  const rows: TemplateCount[] = [];
  while (!source.atEnd) {
    const entity = source.text() as EntityId;
    const template = source.text() as TemplateId;
    const severityNumber = source.uint8();
    const minute = source.uint32s();
    const count = source.float64s();
    for (let i = 0; i < minute.length; i++) {
      rows.push({ minute: minute[i]! * MINUTE, entity, template, severityNumber, count: count[i]! });
    }
  }
  return success(byMinute(rows));
}

/** The bins of all rows of a group in three arrays, which take a fifth of the time that maps take. */
const BINS = 'groupArray(toUInt32(length(bins))), groupArrayArray(mapKeys(bins)), groupArrayArray(mapValues(bins))';

function readBins(source: RowBinaryReader): readonly LatencyBins[] {
  const sizes = source.uint32s();
  const indices = source.int32s();
  const counts = source.float64s();
  const all: LatencyBins[] = [];
  let at = 0;
  for (const size of sizes) {
    if (size === 0) {
      all.push(none);
      continue;
    }
    const bins = new Map<number, number>();
    for (const end = at + size; at < end; at++) bins.set(indices[at]!, counts[at]!);
    all.push(bins);
  }
  return all;
}

async function selectSeriesOf(reader: Reader, metrics: readonly MetricRollup[]): Promise<Result<readonly Series[]>> {
  const distinct = new Set<SeriesId>();
  for (const { series } of metrics) distinct.add(series);
  const ids = [...distinct];
  if (ids.length === 0) return success([]);
  const sql = `SELECT ${SERIES_COLUMNS} FROM ${tableOf(reader.database, 'series')} WHERE id IN {ids:Array(String)} LIMIT 1 BY id`;
  return selectRows(reader.connection, sql, { ids }, readSeries);
}
