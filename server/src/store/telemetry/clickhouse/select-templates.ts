import type { EntityId } from '@foreshock/model/entity.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import { MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { TemplateCountsQuery, TemplateSummary } from '../telemetry-store.ts';
import { addMinutes, Conditions } from './conditions.ts';
import type { Reader } from './reader.ts';
import { type JsonRow, selectRows } from './select-rows.ts';
import { stepOf } from './sql-text.ts';
import { tableOf } from './tables.ts';

const MOST_TEMPLATES = 10_000;

export interface TemplatesQuery {
  readonly range: TimeRange;
  readonly entity?: EntityId;
  readonly limit: number;
}

/** Most frequent in the range first. Counts of ids that have generalised are those of the present template. */
export async function selectTemplates(
  reader: Reader,
  query: TemplatesQuery,
): Promise<Result<readonly TemplateSummary[]>> {
  const conditions = new Conditions();
  addMinutes(conditions, query.range);
  if (query.entity !== undefined) conditions.add(`entity = ${conditions.value('String', query.entity)}`);
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), MOST_TEMPLATES);
  const sql = `SELECT ${TEMPLATE_COLUMNS}, sum(c) AS in_range FROM (
      SELECT template, sum(count) AS c FROM ${tableOf(reader.database, 'template_counts')} ${conditions.where} GROUP BY template
    ) AS counted INNER JOIN (
      SELECT *, arrayJoin(arrayPushBack(aliases, id)) AS known_as FROM ${tableOf(reader.database, 'templates')} FINAL
      ORDER BY known_as != id DESC, last_seen DESC LIMIT 1 BY known_as
    ) AS named ON counted.template = named.known_as
    GROUP BY ${TEMPLATE_COLUMNS} ORDER BY in_range DESC, id LIMIT ${limit}`;
  return selectRows(reader.connection, sql, conditions.parameters, (row) => ({
    ...readTemplate(row),
    countInRange: Number(row[8]),
  }));
}

export async function selectTemplate(reader: Reader, id: TemplateId): Promise<Result<Template | undefined>> {
  const sql = `SELECT ${TEMPLATE_COLUMNS} FROM ${tableOf(reader.database, 'templates')} FINAL
    WHERE id = {id:String} OR has(aliases, {id:String}) ORDER BY has(aliases, {id:String}) DESC, last_seen DESC LIMIT 1`;
  const rows = await selectRows(reader.connection, sql, { id }, readTemplate);
  return rows.ok ? success(rows.value[0]) : rows;
}

export async function selectTemplateCounts(
  reader: Reader,
  query: TemplateCountsQuery,
): Promise<Result<readonly { readonly time: Timestamp; readonly count: number }[]>> {
  const conditions = new Conditions();
  addMinutes(conditions, query.range);
  const id = conditions.value('String', query.template);
  const aliases = `SELECT arrayJoin(aliases) FROM ${tableOf(reader.database, 'templates')} FINAL WHERE id = ${id}`;
  conditions.add(`template = ${id} OR template IN (${aliases})`);
  if (query.entity !== undefined) conditions.add(`entity = ${conditions.value('String', query.entity)}`);
  const step = stepOf(query.step);
  const sql = `SELECT intDiv(toUInt64(minute) * ${MINUTE}, ${step}) AS step, sum(count)
    FROM ${tableOf(reader.database, 'template_counts')} ${conditions.where} GROUP BY step ORDER BY step`;
  return selectRows(reader.connection, sql, conditions.parameters, ([start, count]) => ({
    time: Number(start) * step,
    count: Number(count),
  }));
}

const TEMPLATE_COLUMNS = 'id, entity, text, aliases, severity, first_seen, last_seen, count';

/** The casts hold by `TEMPLATE_COLUMNS`. */
function readTemplate(row: JsonRow): Template {
  return {
    id: row[0] as TemplateId,
    entity: row[1] as EntityId,
    text: row[2] as string,
    aliases: row[3] as TemplateId[],
    severityNumber: row[4] as number,
    firstSeen: Number(row[5]),
    lastSeen: Number(row[6]),
    count: Number(row[7]),
  };
}
