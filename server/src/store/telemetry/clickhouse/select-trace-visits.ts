import type { EntityId } from '@foreshock/model/entity.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { TraceVisitQuery, TraceVisitRow } from '../telemetry-store.ts';
import { Conditions, millisecondsOf } from './conditions.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { tableOf } from './tables.ts';

const MOST_TRACES = 100_000;
const NO_TRACE = "toFixedString('', 16)";

/** Spans and log lines side by side, gathered by trace; a hash of the id decides which traces of many are read. */
export async function selectTraceVisits(
  reader: Reader,
  query: TraceVisitQuery,
): Promise<Result<readonly TraceVisitRow[]>> {
  const conditions = new Conditions();
  const templates = conditions.value('Array(String)', [...query.templates]);
  conditions.addRange('time', query.range);
  conditions.add(`has(${conditions.value('Array(String)', [...query.entities])}, toString(entity))`);
  conditions.add(`trace_id != ${NO_TRACE}`);
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), MOST_TRACES);
  const spans = `SELECT trace_id, start AS time, toString(name) AS name, entity, '' AS template FROM ${tableOf(reader.database, 'spans')}`;
  const logs = `SELECT trace_id, time, '' AS name, entity, if(has(${templates}, toString(template)), toString(template), '') AS template FROM ${tableOf(reader.database, 'logs')}`;
  const sql = `SELECT argMinIf(name, time, name != ''), toString(min(time)), arraySort(groupUniqArray(toString(entity))),
      arraySort(groupUniqArrayIf(template, template != ''))
    FROM (SELECT * FROM (${spans}) ${conditions.where} UNION ALL SELECT * FROM (${logs}) ${conditions.where})
    GROUP BY trace_id ORDER BY cityHash64(trace_id) LIMIT ${limit}`;
  return selectRows(reader.connection, sql, conditions.parameters, (row) => ({
    route: row[0] as string,
    start: millisecondsOf(String(row[1])),
    entities: row[2] as EntityId[],
    templates: row[3] as TemplateId[],
  }));
}
