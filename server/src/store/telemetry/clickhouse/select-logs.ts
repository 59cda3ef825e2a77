import { valueKinds } from '@foreshock/model/attributes.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { LogPage, LogQuery, LogRow } from '../telemetry-store.ts';
import { Conditions } from './conditions.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { addLogSelection } from './log-filters.ts';
import { hexOrEmpty, typedAttributes } from './read-values.ts';
import type { Reader } from './reader.ts';
import { type EntityNames, selectEntityNames } from './select-entity-names.ts';
import { type JsonRow, selectRows } from './select-rows.ts';
import { type KnownSource, type KnownSources, selectSources } from './select-sources.ts';
import { tableOf } from './tables.ts';

/** A page is read into memory as a whole. */
const LARGEST_PAGE = 10_000;

export async function selectLogs(reader: Reader, query: LogQuery): Promise<Result<LogPage>> {
  const conditions = new Conditions();
  const selected = addLogSelection(conditions, reader.database, query);
  if (!selected.ok) return selected;
  const direction = query.order === 'newest' ? 'DESC' : 'ASC';
  if (query.cursor !== undefined) {
    const key = decodeCursor(query.cursor, ['string', 'string', 'number']);
    if (key === undefined || !/^\d{1,20}$/.test(String(key[0])))
      return failure('input-invalid', 'the cursor is not one of ours: leave it out to start anew');
    addCursor(conditions, query.order, key as readonly [string, string, number]);
  }
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), LARGEST_PAGE);
  const sql = `SELECT ${COLUMNS} FROM ${tableOf(reader.database, 'logs')} ${conditions.where}
    ORDER BY time ${direction}, _pos ${direction}, _row ${direction} LIMIT ${limit + 1}`;
  const found = await selectRows(reader.connection, sql, conditions.parameters, (row) => row);
  if (!found.ok) return found;
  const page = found.value.slice(0, limit);
  const sources = await selectSources(reader, page.map(sourceOf));
  if (!sources.ok) return sources;
  const names = await selectEntityNames(reader, page.map(entityOf));
  if (!names.ok) return names;
  const rows = page.map((row) => readRow(row, sources.value, names.value));
  const last = page.at(-1);
  const hasMore = found.value.length > limit && last !== undefined;
  return success({ rows, ...(hasMore && { next: encodeCursor([String(last[0]), String(last[1]), Number(last[2])]) }) });
}

const COLUMNS = `time, _pos, _row, source, entity, observed, severity, severity_text, event_name, body, body_kind,
  lower(hex(trace_id)), lower(hex(span_id)), template, mapKeys(attributes), mapValues(attributes), kinds`;

function addCursor(
  conditions: Conditions,
  order: LogQuery['order'],
  [time, position, row]: readonly [string, string, number],
): void {
  const comparison = order === 'newest' ? '<' : '>';
  const at = conditions.value('UInt64', BigInt(time));
  // Said twice: the first line is what the primary key understands.
  conditions.add(`time ${comparison}= ${at}`);
  conditions.add(
    `(time, _pos, _row) ${comparison} (${at}, ${conditions.value('String', position)}, ${conditions.value('UInt32', row)})`,
  );
}

function sourceOf(row: JsonRow): string {
  return String(row[3]);
}

function entityOf(row: JsonRow): EntityId {
  return row[4] as EntityId;
}

const unknownSource: KnownSource = { attributes: [], scopeName: '' };

/** The casts hold by `COLUMNS`. */
function readRow(row: JsonRow, sources: KnownSources, names: EntityNames): LogRow {
  const source = sources.get(sourceOf(row)) ?? unknownSource;
  const entity = entityOf(row);
  return {
    id: `${row[1]}:${row[2]}`,
    timeUnixNano: String(row[0]),
    observedTimeUnixNano: String(row[5]),
    severityNumber: row[6] as number,
    severityText: row[7] as string,
    eventName: row[8] as string,
    body: row[9] as string,
    bodyKind: valueKinds[row[10] as number] ?? 'string',
    traceId: hexOrEmpty(row[11] as string),
    spanId: hexOrEmpty(row[12] as string),
    entity,
    entityName: names.get(entity) ?? '',
    template: row[13] as TemplateId | '',
    attributes: typedAttributes(row[14] as string[], row[15] as string[], row[16] as string),
    resource: source.attributes,
    scopeName: source.scopeName,
  };
}
