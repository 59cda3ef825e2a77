import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import { success } from '@foreshock/model/known-error.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import type { Appended, AppendToken, MissingParts } from '../telemetry-store.ts';
import type { Connection } from './connection.ts';
import type { KnownRows } from './known-rows.ts';
import { type LogPart, prepareLogRows } from './rows/log-rows.ts';
import {
  prepareChangeRows,
  prepareEntityRows,
  prepareEventRows,
  prepareRelationRows,
  prepareSeriesRows,
  prepareTemplateRows,
} from './rows/noun-rows.ts';
import { type PointPart, preparePointRows } from './rows/point-rows.ts';
import type { DatedRows, PreparedRows } from './rows/prepared-rows.ts';
import {
  prepareIntakeRows,
  prepareMetricRollupRows,
  prepareSpanRollupRows,
  prepareTemplateCountRows,
} from './rows/rollup-rows.ts';
import { sourceIdOf } from './rows/source-id.ts';
import { prepareSourceRows, type SourceOfDay } from './rows/source-rows.ts';
import { prepareSpanRows, type SpanPart } from './rows/span-rows.ts';
import { quoteLiteral } from './sql-text.ts';
import { type TableName, tableNames, tableOf } from './tables.ts';

export interface AppendTarget {
  readonly connection: Connection;
  readonly database: string;
  readonly known: KnownRows;
}

interface PreparedTable {
  readonly table: TableName;
  readonly prepared: PreparedRows;
  /** Rows that replace each other come without a token. */
  readonly once: boolean;
}

/** The rows of the others replace each other. */
const TABLES_WITH_TOKENS = tableNames.filter((name) => name !== 'sources' && name !== 'series');

/**
 * Writes the batches into every table they concern, one insert per table, what others refer to first. In comes what ingest
 * prepared; out goes a token that is known in each table. A crash in the middle leaves tables without: the same call again
 * completes those, because each table drops the token it has. A table takes an insert as a whole or not at all, so after a
 * refusal it and those after it are missing.
 */
export async function appendBatches(
  target: AppendTarget,
  batches: readonly IngestedBatch[],
  token: AppendToken,
  missing?: MissingParts,
): Promise<Appended> {
  const signals = splitSignals(batches);
  const records = prepareRecords(signals);
  const sources = target.known.newSources(sourcesOf(signals, records));
  const series = target.known.newSeries(distinctSeries(batches));
  const tables: PreparedTable[] = [
    { table: 'sources', prepared: prepareSourceRows(sources), once: false },
    { table: 'series', prepared: prepareSeriesRows(series), once: false },
    ...prepareNouns(batches),
    ...records.map(({ table, prepared }) => tableOnce(table, prepared)),
    ...prepareRest(batches),
  ];
  for (const [index, { table, prepared, once }] of tables.entries()) {
    const isMissing = missing === undefined || !once || missing.includes(table);
    if (prepared.rows === 0 || !isMissing) continue;
    const hasPosition = '_row' in prepared.select;
    const result = await target.connection.insert({
      table: tableOf(target.database, table),
      rows: prepared.rows,
      columns: prepared.columns,
      select: hasPosition ? { ...prepared.select, _pos: quoteLiteral(token) } : prepared.select,
      ...(once && { token }),
    });
    if (result.ok) continue;
    if (result.error.code !== 'telemetry-refused') return result;
    const taken = new Set<string>(tables.slice(0, index).map((before) => before.table));
    return { ...result, missing: (missing ?? TABLES_WITH_TOKENS).filter((name) => !taken.has(name)) };
  }
  target.known.remember(sources, series);
  return success();
}

interface Signals {
  readonly logs: readonly LogPart[];
  readonly spans: readonly SpanPart[];
  readonly points: readonly PointPart[];
}

function splitSignals(batches: readonly IngestedBatch[]): Signals {
  const logs: LogPart[] = [];
  const spans: SpanPart[] = [];
  const points: PointPart[] = [];
  for (const batch of batches) {
    const { columns, entityOfSource, templateOfRow, seriesOfRow, weightOfRow } = batch;
    if (columns.count === 0) continue;
    const sourceIds = columns.sources.map(sourceIdOf);
    if (columns.signal === 'logs') logs.push({ columns, entityOfSource, templateOfRow, sourceIds, weightOfRow });
    else if (columns.signal === 'traces') spans.push({ columns, entityOfSource, sourceIds, weightOfRow });
    else points.push({ columns, seriesOfRow, sourceIds });
  }
  return { logs, spans, points };
}

interface Records {
  readonly table: 'logs' | 'spans' | 'points';
  readonly prepared: DatedRows;
}

function prepareRecords({ logs, spans, points }: Signals): readonly Records[] {
  const records: Records[] = [];
  if (logs.length > 0) records.push({ table: 'logs', prepared: prepareLogRows(logs) });
  if (spans.length > 0) records.push({ table: 'spans', prepared: prepareSpanRows(spans) });
  if (points.length > 0) records.push({ table: 'points', prepared: preparePointRows(points) });
  return records;
}

/** Every source with every day of its signal: a few more than needed, and each row finds its own. */
function sourcesOf(signals: Signals, records: readonly Records[]): readonly SourceOfDay[] {
  const found: SourceOfDay[] = [];
  for (const { table, prepared } of records) {
    const days = new Set(prepared.days);
    for (const { columns, sourceIds } of signals[table]) {
      for (const [index, source] of columns.sources.entries()) {
        for (const day of days) found.push({ day, id: sourceIds[index]!, source });
      }
    }
  }
  return found;
}

function distinctSeries(batches: readonly IngestedBatch[]) {
  const all = new Map<SeriesId, IngestedBatch['rollups']['series'][number]>();
  for (const batch of batches) for (const series of batch.rollups.series) all.set(series.id, series);
  return [...all.values()];
}

/** Before the records that name them, so that who reads meanwhile finds no record of an entity that is not there. */
function prepareNouns(batches: readonly IngestedBatch[]): readonly PreparedTable[] {
  return [
    tableOnce('entities', prepareEntityRows(batches.flatMap((batch) => batch.entities))),
    tableOnce('relations', prepareRelationRows(batches.flatMap((batch) => batch.relations))),
    tableOnce('templates', prepareTemplateRows(batches.flatMap((batch) => batch.templates))),
  ];
}

function prepareRest(batches: readonly IngestedBatch[]): readonly PreparedTable[] {
  return [
    tableOnce('changes', prepareChangeRows(batches.flatMap((batch) => batch.changes))),
    tableOnce('events', prepareEventRows(batches.flatMap((batch) => batch.events))),
    tableOnce('metric_rollups', prepareMetricRollupRows(batches.flatMap((batch) => batch.rollups.metrics))),
    tableOnce('span_rollups', prepareSpanRollupRows(batches.flatMap((batch) => batch.rollups.spans))),
    tableOnce('intake', prepareIntakeRows(batches.flatMap((batch) => batch.intake))),
    tableOnce('template_counts', prepareTemplateCountRows(batches.flatMap((batch) => batch.rollups.templates))),
  ];
}

function tableOnce(table: TableName, prepared: PreparedRows): PreparedTable {
  return { table, prepared, once: true };
}
