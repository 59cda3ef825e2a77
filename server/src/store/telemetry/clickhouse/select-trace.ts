import type { EntityId } from '@foreshock/model/entity.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { spanKinds, spanStatuses } from '@foreshock/model/span-columns.ts';
import type { SpanRow } from '../telemetry-store.ts';
import { Conditions } from './conditions.ts';
import { hexOrEmpty, typedAttributes } from './read-values.ts';
import type { Reader } from './reader.ts';
import { type EntityNames, selectEntityNames } from './select-entity-names.ts';
import { type JsonRow, selectRows } from './select-rows.ts';
import { type KnownSources, selectSources } from './select-sources.ts';
import { tableOf } from './tables.ts';

const MOST_SPANS_OF_TRACE = 5_000;
const TRACE_ID = /^[0-9a-fA-F]{32}$/;

export async function selectTrace(reader: Reader, traceId: string): Promise<Result<readonly SpanRow[]>> {
  if (!TRACE_ID.test(traceId)) return failure('input-invalid', 'a trace id has 32 hex digits');
  const conditions = new Conditions();
  conditions.add(`trace_id = toFixedString(unhex(${conditions.value('String', traceId)}), 16)`);
  const sql = `SELECT ${SPAN_COLUMNS} FROM ${tableOf(reader.database, 'spans')} ${conditions.where}
    ORDER BY start, _pos, _row LIMIT ${MOST_SPANS_OF_TRACE}`;
  const found = await selectRows(reader.connection, sql, conditions.parameters, (row) => row);
  if (!found.ok) return found;
  const sources = await selectSources(
    reader,
    found.value.map((row) => String(row[0])),
  );
  if (!sources.ok) return sources;
  const names = await selectEntityNames(
    reader,
    found.value.map((row) => row[1] as EntityId),
  );
  if (!names.ok) return names;
  return success(found.value.map((row) => readSpan(row, sources.value, names.value)));
}

const SPAN_COLUMNS = `source, entity, lower(hex(trace_id)), lower(hex(span_id)), lower(hex(parent_span_id)), name, kind, start, duration,
  status, status_message, mapKeys(attributes), mapValues(attributes), kinds, events, links`;

/** The casts hold by `SPAN_COLUMNS`. */
function readSpan(row: JsonRow, sources: KnownSources, names: EntityNames): SpanRow {
  const entity = row[1] as EntityId;
  return {
    traceId: hexOrEmpty(row[2] as string),
    spanId: hexOrEmpty(row[3] as string),
    parentSpanId: hexOrEmpty(row[4] as string),
    name: row[5] as string,
    kind: spanKinds[row[6] as number] ?? 'unspecified',
    entity,
    entityName: names.get(entity) ?? '',
    startTimeUnixNano: String(row[7]),
    durationNano: String(row[8]),
    status: spanStatuses[row[9] as number] ?? 'unset',
    statusMessage: row[10] as string,
    attributes: typedAttributes(row[11] as string[], row[12] as string[], row[13] as string),
    resource: sources.get(String(row[0]))?.attributes ?? [],
    events: row[14] as string,
    links: row[15] as string,
  };
}
