import type { EntityId } from '@foreshock/model/entity.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import { spanKinds, spanStatuses } from '@foreshock/model/span-columns.ts';
import type { TimeRange } from '@foreshock/model/time.ts';
import type { SpanFact } from '../telemetry-store.ts';
import { Conditions } from './conditions.ts';
import { hexOrEmpty } from './read-values.ts';
import type { Reader } from './reader.ts';
import { RowBinaryReader } from './row-binary.ts';
import { tableOf } from './tables.ts';

const MOST_ROWS = 1_000_000;
const NANOSECONDS_PER_MS = 1e6;

export async function selectSpans(
  reader: Reader,
  query: { readonly range: TimeRange; readonly limit: number },
): Promise<Result<readonly SpanFact[]>> {
  const conditions = new Conditions();
  conditions.addRange('start', query.range);
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), MOST_ROWS);
  const sql = `SELECT trace_id, span_id, parent_span_id, toString(name), kind, toString(entity), toFloat64(start), toFloat64(duration), status
    FROM ${tableOf(reader.database, 'spans')} ${conditions.where} ORDER BY start, _pos, _row LIMIT ${limit}`;
  const result = await reader.connection.select(sql, conditions.parameters, 'RowBinary');
  if (!result.ok) return result;
  const source = new RowBinaryReader(result.value);
  const spans: SpanFact[] = [];
  while (!source.atEnd) spans.push(readSpanFact(source));
  return success(spans);
}

function readSpanFact(source: RowBinaryReader): SpanFact {
  const traceId = hexOrEmpty(source.hex(16));
  const spanId = hexOrEmpty(source.hex(8));
  const parentSpanId = hexOrEmpty(source.hex(8));
  const name = source.text();
  const kind = spanKinds[source.uint8()] ?? 'unspecified';
  const entity = source.text() as EntityId;
  const start = source.float64() / NANOSECONDS_PER_MS;
  const end = start + source.float64() / NANOSECONDS_PER_MS;
  const status = spanStatuses[source.uint8()] ?? 'unset';
  return { traceId, spanId, parentSpanId, name, kind, entity, start, end, status };
}
