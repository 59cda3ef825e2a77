import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Selectable } from 'kysely';
import { type Db, inTransaction } from './in-transaction.ts';
import { jsonText } from './json-text.ts';
import type { Tables } from './tables.ts';

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
  return tenantOf(row);
}

export async function findTenant(db: Db, id: TenantId): Promise<Tenant | undefined> {
  const row = await db.selectFrom('tenants').selectAll().where('id', '=', id).executeTakeFirst();
  return row && tenantOf(row);
}

/** End of the history that was sent with the demo; `undefined` for other projects. */
export function replayedUntil(settings: TenantSettings): Timestamp | undefined {
  const { historyUntil } = settings;
  return typeof historyUntil === 'number' && historyUntil > 0 ? historyUntil : undefined;
}

/** By id. */
export async function listTenants(db: Db): Promise<Tenant[]> {
  const rows = await db.selectFrom('tenants').selectAll().orderBy('id').execute();
  return rows.map(tenantOf);
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

function tenantOf(row: Selectable<Tables['tenants']>): Tenant {
  // Ids were checked when the tenants were made.
  return { id: row.id as TenantId, createdAt: row.created_at, settings: row.settings };
}
