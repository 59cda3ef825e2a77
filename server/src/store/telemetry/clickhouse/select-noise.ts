import type { EntityId } from '@foreshock/model/entity.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { AttributeCondition } from '@foreshock/model/noise-rule.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { NoiseFound, NoiseQuery } from '../telemetry-store.ts';
import { Conditions } from './conditions.ts';
import { attributeExpression, resourceCondition, textCondition } from './log-filters.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { tableOf } from './tables.ts';

const MOST_GROUPS = 50_000;
/** As ingest counts a record: what it takes beside its texts. */
const FIXED_BYTES = 48;

/** What is read of each signal, as SQL over its table. */
interface Shape {
  readonly from: string;
  readonly time: string;
  readonly group: string;
  readonly bytes: string;
  readonly weight: string;
  readonly isError: string;
  /** Whether a minute parts groups; of metrics the range is one. */
  readonly byMinute: boolean;
}

/** Errors: `input-invalid` for a condition that cannot be asked for. */
export async function selectNoise(reader: Reader, query: NoiseQuery): Promise<Result<NoiseFound>> {
  const shape = shapeOf(reader, query);
  const ofAll = new Conditions();
  ofAll.addRange(shape.time, query.range);
  const total = await selectRows(
    reader.connection,
    `SELECT sum(${shape.weight}), sum(${shape.weight} * (${shape.bytes})) FROM ${shape.from} ${ofAll.where}`,
    ofAll.parameters,
    ([records, bytes]) => ({ records: Number(records), bytes: Number(bytes) }),
  );
  if (!total.ok) return total;
  const conditions = new Conditions();
  conditions.addRange(shape.time, query.range);
  const added = addMatch(conditions, reader, query);
  if (!added.ok) return added;
  const interval = BigInt(Math.max(1, Math.floor(query.intervalSeconds))) * 1_000_000_000n;
  const minute = shape.byMinute ? `intDiv(${shape.time}, 60000000000)` : '0';
  const intervals =
    query.signal === 'metrics'
      ? `if(any(temporality) = 'delta', count(), uniqExact(intDiv(${shape.time}, ${interval})))`
      : '0';
  const sql = `SELECT entity, ${shape.group} AS grouped, ${minute} AS in_minute, sum(${shape.weight}) AS records,
      sum(${shape.weight} * (${shape.bytes})), sumIf(${shape.weight}, ${shape.isError}), sum(${shape.weight} * (${keyBytes(conditions, query.keys)})), ${intervals}
    FROM ${shape.from} ${conditions.where} GROUP BY entity, grouped, in_minute ORDER BY records DESC LIMIT ${MOST_GROUPS}`;
  const groups = await selectRows(reader.connection, sql, conditions.parameters, (row) => ({
    entity: row[0] as EntityId,
    group: String(row[1]),
    minute: Number(row[2]) * MINUTE,
    records: Number(row[3]),
    bytes: Number(row[4]),
    errors: Number(row[5]),
    keyBytes: Number(row[6]),
    intervals: Number(row[7]),
  }));
  return groups.ok ? success({ total: total.value[0] ?? { records: 0, bytes: 0 }, groups: groups.value }) : groups;
}

const ATTRIBUTE_BYTES =
  'arraySum(arrayMap(k -> length(k), mapKeys(attributes))) + arraySum(arrayMap(v -> length(v), mapValues(attributes)))';

function shapeOf(reader: Reader, { signal }: NoiseQuery): Shape {
  switch (signal) {
    case 'logs':
      return {
        from: tableOf(reader.database, 'logs'),
        time: 'time',
        group: 'template',
        bytes: `length(body) + ${ATTRIBUTE_BYTES} + ${FIXED_BYTES}`,
        weight: 'weight',
        isError: 'severity >= 17',
        byMinute: true,
      };
    case 'traces':
      return {
        from: tableOf(reader.database, 'spans'),
        time: 'start',
        group: 'name',
        bytes: `length(name) + ${ATTRIBUTE_BYTES} + ${FIXED_BYTES}`,
        weight: 'weight',
        isError: 'status = 2',
        byMinute: true,
      };
    case 'metrics':
      return {
        from: `${tableOf(reader.database, 'points')} AS points INNER JOIN (SELECT id, entity, metric, temporality, attributes FROM ${tableOf(reader.database, 'series')} FINAL) AS named ON points.series = named.id`,
        time: 'time',
        group: 'series',
        bytes: `${ATTRIBUTE_BYTES} + ${FIXED_BYTES}`,
        weight: '1.',
        isError: '0',
        byMinute: false,
      };
  }
}

const NAME_COLUMN = { logs: 'event_name', traces: 'name', metrics: 'metric' } as const;

function addMatch(conditions: Conditions, reader: Reader, { signal, match }: NoiseQuery): Result<void> {
  if (match.entities.length > 0) conditions.add(`entity IN ${conditions.value('Array(String)', [...match.entities])}`);
  if (signal === 'logs' && match.templates.length > 0) {
    const ids = conditions.value('Array(String)', [...match.templates]);
    const templates = `${tableOf(reader.database, 'templates')} FINAL`;
    conditions.add(
      `template IN ${ids} OR template IN (SELECT arrayJoin(arrayPushBack(aliases, id)) FROM ${templates} WHERE id IN ${ids} OR hasAny(aliases, ${ids}))`,
    );
  }
  if (signal !== 'logs' && match.names.length > 0) {
    const likes = match.names.map(
      (name) => `${NAME_COLUMN[signal]} LIKE ${conditions.value('String', likePattern(name))}`,
    );
    conditions.add(likes.join(' OR '));
  }
  if (signal === 'logs' && match.maxSeverity !== undefined)
    conditions.add(`severity <= ${conditions.value('UInt8', match.maxSeverity)}`);
  for (const condition of match.attributes) {
    const sql = textCondition(conditions, attributeExpression(conditions, {}, condition.key), filterOf(condition));
    if (sql === undefined) return failure('input-invalid', `attribute ${condition.key}: the value does not fit`);
    conditions.add(sql);
  }
  for (const condition of match.resource) {
    const sql = resourceCondition(conditions, reader.database, condition.key, filterOf(condition));
    if (sql === undefined) return failure('input-invalid', `resource ${condition.key}: the value does not fit`);
    conditions.add(sql);
  }
  return success();
}

function filterOf({ key, operator, value }: AttributeCondition) {
  return { field: `attributes.${key}`, operator, value };
}

function likePattern(pattern: string): string {
  return pattern.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '%');
}

function keyBytes(conditions: Conditions, patterns: readonly string[]): string {
  if (patterns.length === 0) return '0';
  const likes = patterns.map((pattern) => `k LIKE ${conditions.value('String', likePattern(pattern))}`);
  return `arraySum(arrayMap((k, v) -> if(${likes.join(' OR ')}, length(k) + length(v), 0), mapKeys(attributes), mapValues(attributes)))`;
}
