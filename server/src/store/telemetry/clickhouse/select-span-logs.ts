import type { EntityId } from '@foreshock/model/entity.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { TimeRange } from '@foreshock/model/time.ts';
import type { SpanLog } from '../telemetry-store.ts';
import { Conditions, millisecondsOf } from './conditions.ts';
import { hexOrEmpty } from './read-values.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { tableOf } from './tables.ts';

const MOST_ROWS = 1_000_000;

/** Attributes that say where in the code a record was written, the first that is there counts. */
const FILE_KEYS = ['code.file.path', 'code.filepath', 'log.file.name', 'code.namespace', 'logger.name'];
const LINE_KEYS = ['code.line.number', 'code.lineno'];

export async function selectSpanLogs(
  reader: Reader,
  query: { readonly range: TimeRange; readonly limit: number },
): Promise<Result<readonly SpanLog[]>> {
  const conditions = new Conditions();
  conditions.addRange('time', query.range);
  conditions.add("span_id != toFixedString('', 8)");
  const attribute = (keys: readonly string[]): string =>
    `arrayFirst(value -> value != '', [${keys.map((key) => `attributes['${key}']`).join(', ')}])`;
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), MOST_ROWS);
  const sql = `SELECT lower(hex(trace_id)), lower(hex(span_id)), time, entity, template, ${attribute(FILE_KEYS)}, ${attribute(LINE_KEYS)}, severity
    FROM ${tableOf(reader.database, 'logs')} ${conditions.where} ORDER BY time, _pos, _row LIMIT ${limit}`;
  return selectRows(reader.connection, sql, conditions.parameters, (row) => ({
    traceId: hexOrEmpty(row[0] as string),
    spanId: hexOrEmpty(row[1] as string),
    time: millisecondsOf(String(row[2])),
    entity: row[3] as EntityId,
    template: row[4] as TemplateId,
    location: row[6] === '' ? (row[5] as string) : `${row[5]}:${row[6]}`,
    severityNumber: row[7] as number,
  }));
}
