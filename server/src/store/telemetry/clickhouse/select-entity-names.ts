import type { EntityId } from '@foreshock/model/entity.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { tableOf } from './tables.ts';

export type EntityNames = ReadonlyMap<EntityId, string>;

/** Names for people. `ids` may repeat; unknown ones are left out. */
export async function selectEntityNames(reader: Reader, ids: readonly EntityId[]): Promise<Result<EntityNames>> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return success(new Map());
  const sql = `SELECT id, name FROM ${tableOf(reader.database, 'entities')} FINAL WHERE id IN {ids:Array(String)}`;
  const rows = await selectRows(
    reader.connection,
    sql,
    { ids: distinct },
    (row) => [row[0] as EntityId, row[1] as string] as const,
  );
  return rows.ok ? success(new Map(rows.value)) : rows;
}
