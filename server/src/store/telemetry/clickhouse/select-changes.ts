import type { Change } from '@foreshock/model/change.ts';
import type { ClusterEvent } from '@foreshock/model/cluster-event.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import type { TimeRange } from '@foreshock/model/time.ts';
import { Conditions } from './conditions.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { tableOf } from './tables.ts';

/** More than a person or an incident can use; the latest are kept. */
const MOST_ROWS = 10_000;

/** By time. */
export async function selectChanges(
  reader: Reader,
  range: TimeRange,
  entity?: EntityId,
): Promise<Result<readonly Change[]>> {
  const conditions = conditionsOf(range, entity);
  const sql = `SELECT * FROM (SELECT id, entity, kind, time, text FROM ${tableOf(reader.database, 'changes')} FINAL ${conditions.where}
    ORDER BY time DESC, id DESC LIMIT ${MOST_ROWS}) ORDER BY time, id`;
  return selectRows(reader.connection, sql, conditions.parameters, (row) => ({
    id: row[0] as Change['id'],
    entity: row[1] as EntityId,
    kind: row[2] as Change['kind'],
    time: Number(row[3]),
    text: row[4] as string,
  }));
}

/** By time. */
export async function selectEvents(
  reader: Reader,
  range: TimeRange,
  entity?: EntityId,
): Promise<Result<readonly ClusterEvent[]>> {
  const conditions = conditionsOf(range, entity);
  const sql = `SELECT time, entity, object, reason, message FROM (
      SELECT * FROM ${tableOf(reader.database, 'events')} ${conditions.where} ORDER BY time DESC, _pos DESC, _row DESC LIMIT ${MOST_ROWS}
    ) ORDER BY time, _pos, _row`;
  return selectRows(reader.connection, sql, conditions.parameters, (row) => ({
    time: Number(row[0]),
    entity: row[1] as EntityId,
    object: row[2] as string,
    reason: row[3] as string,
    message: row[4] as string,
  }));
}

function conditionsOf(range: TimeRange, entity: EntityId | undefined): Conditions {
  const conditions = new Conditions();
  conditions.add(`time >= ${conditions.value('Int64', Math.ceil(range.from))}`);
  conditions.add(`time < ${conditions.value('Int64', Math.ceil(range.to))}`);
  if (entity !== undefined) conditions.add(`entity = ${conditions.value('String', entity)}`);
  return conditions;
}
