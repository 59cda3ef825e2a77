import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { jsonText } from './json-text.ts';

/** What a tenant is set to, by name: `demo`, for one. JSON values. */
export type TenantSettings = Readonly<Record<string, unknown>>;

export interface Tenant {
  readonly id: TenantId;
  readonly createdAt: Timestamp;
  readonly settings: TenantSettings;
}

/** Makes the tenant unless it is there, and gives it as it is. */
export async function ensureTenant(db: Db, id: TenantId, now: Timestamp): Promise<Tenant> {
  await db
    .insertInto('tenants')
    .values({ id, created_at: now, settings: '{}' })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const row = await db.selectFrom('tenants').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return { id, createdAt: row.created_at, settings: row.settings };
}

/** By id. */
export async function listTenants(db: Db): Promise<Tenant[]> {
  const rows = await db.selectFrom('tenants').selectAll().orderBy('id').execute();
  // Ids were checked when the tenants were made.
  return rows.map((row) => ({ id: row.id as TenantId, createdAt: row.created_at, settings: row.settings }));
}

/** Sets some settings and leaves the others; `undefined` takes one away. The tenant must exist. */
export async function changeSettings(db: Db, id: TenantId, changes: TenantSettings): Promise<TenantSettings> {
  return inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom('tenants')
      .select('settings')
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const settings = { ...row.settings, ...changes };
    const kept = await trx
      .updateTable('tenants')
      .set({ settings: jsonText(settings) })
      .where('id', '=', id)
      .returning('settings')
      .executeTakeFirstOrThrow();
    return kept.settings;
  });
}
