import { type Result, success } from '@foreshock/model/known-error.ts';
import { MINUTE, type TimeRange } from '@foreshock/model/time.ts';
import type { SignalUsage } from '../telemetry-store.ts';
import { millisecondsOf } from './conditions.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { type TableName, tableOf } from './tables.ts';

const rollupTables = ['metric_rollups', 'span_rollups', 'template_counts'] as const satisfies readonly TableName[];

/** From the first minute of a rollup to the end of the last. */
export async function selectExtent(reader: Reader): Promise<Result<TimeRange | undefined>> {
  const each = rollupTables.map(
    (table) =>
      `SELECT min(minute) AS first, max(minute) AS last, count() AS rows FROM ${tableOf(reader.database, table)}`,
  );
  const sql = `SELECT minIf(first, rows > 0), maxIf(last, rows > 0), sum(rows) FROM (${each.join(' UNION ALL ')})`;
  const found = await selectRows(reader.connection, sql, {}, ([first, last, rows]) =>
    Number(rows) === 0 ? undefined : { from: Number(first) * MINUTE, to: (Number(last) + 1) * MINUTE },
  );
  return found.ok ? success(found.value[0]) : found;
}

const tablesOfSignal: readonly {
  readonly signal: SignalUsage['signal'];
  readonly tables: readonly TableName[];
  readonly latest: string;
}[] = [
  { signal: 'logs', tables: ['logs'], latest: 'SELECT max(time) FROM' },
  { signal: 'metrics', tables: ['points'], latest: 'SELECT max(time) FROM' },
  { signal: 'traces', tables: ['spans'], latest: 'SELECT max(start) FROM' },
  { signal: 'rollups', tables: rollupTables, latest: `SELECT toUInt64(max(minute)) * ${MINUTE} * 1000000 FROM` },
];

export async function selectUsage(reader: Reader): Promise<Result<readonly SignalUsage[]>> {
  const sizes = await selectRows(
    reader.connection,
    `SELECT table, sum(rows), sum(bytes_on_disk) FROM system.parts WHERE active AND database = {database:String} GROUP BY table`,
    { database: reader.database },
    ([table, rows, bytes]) => ({ table: String(table), rows: Number(rows), bytes: Number(bytes) }),
  );
  if (!sizes.ok) return sizes;
  const usages: SignalUsage[] = [];
  for (const { signal, tables, latest } of tablesOfSignal) {
    const own = sizes.value.filter((size) => tables.some((table) => table === size.table));
    const rows = own.reduce((sum, size) => sum + size.rows, 0);
    const bytes = own.reduce((sum, size) => sum + size.bytes, 0);
    const last = await selectLatest(reader, tables, latest);
    if (!last.ok) return last;
    usages.push({ signal, rows, bytes, lastArrival: rows === 0 ? undefined : last.value });
  }
  return success(usages);
}

async function selectLatest(reader: Reader, tables: readonly TableName[], latest: string): Promise<Result<number>> {
  const each = tables.map((table) => `SELECT (${latest} ${tableOf(reader.database, table)}) AS last`);
  const sql = `SELECT max(last) FROM (${each.join(' UNION ALL ')})`;
  const found = await selectRows(reader.connection, sql, {}, ([last]) => millisecondsOf(String(last ?? 0)));
  return found.ok ? success(found.value[0] ?? 0) : found;
}
