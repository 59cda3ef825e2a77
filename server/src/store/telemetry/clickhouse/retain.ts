import { type Result, success } from '@foreshock/model/known-error.ts';
import { DAY, type DurationMs, type Timestamp } from '@foreshock/model/time.ts';
import type { RetentionPolicy } from '../telemetry-store.ts';
import type { AppendTarget } from './append.ts';
import { selectRows } from './select-rows.ts';
import { type TableName, tableOf } from './tables.ts';

/** Drops the days that lie wholly behind the policy, then what nothing refers to any more. */
export async function retain(target: AppendTarget, policy: RetentionPolicy, now: Timestamp): Promise<Result<void>> {
  const longest = Math.max(policy.logs, policy.traces, policy.metrics);
  const keep: readonly (readonly [TableName, DurationMs])[] = [
    ['logs', policy.logs],
    ['spans', policy.traces],
    ['points', policy.metrics],
    ['sources', longest],
    ['metric_rollups', policy.rollups],
    ['span_rollups', policy.rollups],
    ['template_counts', policy.rollups],
    ['intake', policy.rollups],
    ['changes', policy.rollups],
    ['events', policy.rollups],
  ];
  for (const [table, duration] of keep) {
    const dropped = await dropDaysBefore(target, table, now - duration);
    if (!dropped.ok) return dropped;
  }
  const nouns = await deleteUnseen(target, now - policy.rollups);
  target.known.forget();
  return nouns;
}

async function dropDaysBefore(target: AppendTarget, table: TableName, cutoff: Timestamp): Promise<Result<void>> {
  const firstKept = Math.max(0, Math.floor(cutoff / DAY));
  const days = await selectRows(
    target.connection,
    `SELECT DISTINCT toUInt32(partition) AS day FROM system.parts
      WHERE active AND database = {database:String} AND table = {table:String} AND day < {day:UInt32}`,
    { database: target.database, table, day: firstKept },
    ([day]) => Number(day),
  );
  if (!days.ok) return days;
  for (const day of days.value) {
    const dropped = await target.connection.command(
      `ALTER TABLE ${tableOf(target.database, table)} DROP PARTITION ${day}`,
    );
    if (!dropped.ok) return dropped;
  }
  return success();
}

/** Small tables without days. A row is deleted with all of its kind, because only together they say when it was first seen. */
async function deleteUnseen(target: AppendTarget, cutoff: Timestamp): Promise<Result<void>> {
  const before = Math.floor(cutoff / DAY) * DAY;
  const table = (name: TableName): string => tableOf(target.database, name);
  const unseen = (name: TableName, key: string): string =>
    `${key} IN (SELECT ${key} FROM ${table(name)} GROUP BY ${key} HAVING max(last_seen) < ${before})`;
  const deletions: readonly (readonly [TableName, string])[] = [
    ['entities', unseen('entities', 'id')],
    ['templates', unseen('templates', 'id')],
    ['relations', unseen('relations', '(from_entity, to_entity, kind)')],
    [
      'series',
      `id NOT IN (SELECT series FROM ${table('metric_rollups')}) AND id NOT IN (SELECT series FROM ${table('points')})`,
    ],
  ];
  for (const [name, condition] of deletions) {
    const found = await selectRows(
      target.connection,
      `SELECT count() FROM ${table(name)} WHERE ${condition}`,
      {},
      ([count]) => Number(count),
    );
    if (!found.ok) return found;
    if (found.value[0] === 0) continue;
    const deleted = await target.connection.command(
      `ALTER TABLE ${table(name)} DELETE WHERE ${condition} SETTINGS mutations_sync = 1`,
    );
    if (!deleted.ok) return deleted;
  }
  return success();
}
