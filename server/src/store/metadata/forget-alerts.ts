// What alerting keeps, bounded by age and by count. What still waits or goes on is never forgotten.
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import { type Db, inTransaction, type Trx } from './in-transaction.ts';

export interface ForgottenAlerts {
  readonly notifications: number;
  readonly alerts: number;
  readonly holds: number;
  readonly heard: number;
  readonly threads: number;
}

/** Of each table and project, however young: a storm must not fill the disk before its rows are old. */
export const MOST_KEPT = 50_000;

/** Deletes what is older than `before`, and of what is left the oldest beyond `most` of each table. */
export async function forgetAlerts(
  db: Db,
  tenant: TenantId,
  { before, most = MOST_KEPT }: { readonly before: Timestamp; readonly most?: number },
): Promise<ForgottenAlerts> {
  return inTransaction(db, async (trx) => ({
    notifications: await forget(trx, tenant, before, most, NOTIFICATIONS),
    alerts: await forget(trx, tenant, before, most, ALERTS),
    holds: await forget(trx, tenant, before, most, HOLDS),
    heard: await forget(trx, tenant, before, most, HEARD),
    threads: await forget(trx, tenant, before, most, THREADS),
  }));
}

interface Forgettable {
  readonly table: string;
  /** By which a row is old. */
  readonly time: string;
  /** Whether a row may go at all. */
  readonly condition: string;
}

const NOTIFICATIONS: Forgettable = { table: 'notifications', time: 'created_at', condition: "state <> 'waiting'" };
const ALERTS: Forgettable = { table: 'alerts', time: 'over_at', condition: 'over_at IS NOT NULL' };
const HOLDS: Forgettable = { table: 'alert_holds', time: 'last_at', condition: 'true' };
const HEARD: Forgettable = { table: 'heard_events', time: 'heard_at', condition: 'true' };
/** While something goes on its message is edited, however long it takes. */
const THREADS: Forgettable = {
  table: 'channel_threads',
  time: 'updated_at',
  condition: `NOT EXISTS (SELECT 1 FROM alerts
    WHERE alerts.tenant = channel_threads.tenant AND alerts.thread = channel_threads.thread AND alerts.over_at IS NULL)`,
};

async function forget(
  trx: Trx,
  tenant: TenantId,
  before: Timestamp,
  most: number,
  { table, time, condition }: Forgettable,
): Promise<number> {
  const name = sql.table(table);
  const at = sql.ref(time);
  const mayGo = sql.raw<boolean>(condition);
  const gone = await sql`DELETE FROM ${name} WHERE tenant = ${tenant} AND ${mayGo} AND (${at} < ${before} OR ctid IN (
    SELECT ctid FROM ${name} WHERE tenant = ${tenant} AND ${mayGo} ORDER BY ${at} DESC OFFSET ${most}
  ))`.execute(trx);
  return Number(gone.numAffectedRows ?? 0);
}
