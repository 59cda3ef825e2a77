// The whole store as one file for each tenant, and back. Parts go into the file as they are on the encrypted disk; the
// setting that would decrypt them on the way is never given.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { StoredRows } from '../telemetry-store.ts';
import type { Connection } from './connection.ts';
import { selectRows } from './select-rows.ts';
import { quoteLiteral } from './sql-text.ts';
import { type TableName, tableNames, tableOf } from './tables.ts';

const SUFFIX = '.tar';
/** As `databaseOf` names them: the names go into SQL as they are. */
const DATABASE = /^t_[a-z0-9_]+$/;
/** Their rows are neither added up nor replaced by a merge. */
const COUNTED: readonly TableName[] = ['logs', 'spans', 'points', 'events'];

export async function backUp(connection: Connection, directory: string): Promise<Result<StoredRows>> {
  const databases = await listDatabases(connection);
  if (!databases.ok) return databases;
  for (const database of databases.value) {
    const file = quoteLiteral(join(directory, `${database}${SUFFIX}`));
    const done = await connection.command(`BACKUP DATABASE ${database} TO File(${file})`);
    if (!done.ok) return done;
  }
  return countRows(connection, databases.value);
}

export async function restore(connection: Connection, directory: string): Promise<Result<void>> {
  const there = await listDatabases(connection);
  if (!there.ok) return there;
  if (there.value.length > 0)
    return failure('state-conflict', `the telemetry store has data already (${there.value.join(', ')})`);
  for (const name of await readdir(directory)) {
    const database = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : '';
    if (!DATABASE.test(database)) return failure('input-invalid', `${join(directory, name)}: not a file of a backup`);
    const file = quoteLiteral(join(directory, name));
    const done = await connection.command(`RESTORE DATABASE ${database} FROM File(${file})`);
    if (!done.ok) return done;
  }
  return success();
}

export async function checkTables(connection: Connection): Promise<Result<StoredRows>> {
  const databases = await listDatabases(connection);
  if (!databases.ok) return databases;
  for (const database of databases.value) {
    for (const table of tableNames) {
      const name = tableOf(database, table);
      const parts = await selectRows(
        connection,
        `CHECK TABLE ${name}`,
        {},
        ([_part, isPassed]) => Number(isPassed) === 1,
      );
      if (!parts.ok) return parts;
      if (parts.value.includes(false))
        return failure('store-unavailable', `${name} is damaged: its bytes are not those that were written`);
    }
  }
  return countRows(connection, databases.value);
}

async function listDatabases(connection: Connection): Promise<Result<readonly string[]>> {
  const sql = 'SELECT name FROM system.databases ORDER BY name';
  const found = await selectRows(connection, sql, {}, ([name]) => String(name));
  return found.ok ? success(found.value.filter((name) => DATABASE.test(name))) : found;
}

async function countRows(connection: Connection, databases: readonly string[]): Promise<Result<StoredRows>> {
  const rows: Record<string, number> = {};
  for (const name of databases.flatMap((database) => COUNTED.map((table) => tableOf(database, table)))) {
    const counted = await selectRows(connection, `SELECT count() FROM ${name}`, {}, ([count]) => Number(count));
    if (!counted.ok) return counted;
    rows[name] = counted.value[0] ?? 0;
  }
  return success(rows);
}
