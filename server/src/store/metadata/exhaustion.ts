import type { Exhaustion } from '@foreshock/model/exhaustion.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type Db, inserts, type Trx } from './in-transaction.ts';
import { jsonText } from './json-text.ts';

/** Replaces the whole list, in its order. */
export async function keepExhaustion(trx: Trx, tenant: TenantId, list: readonly Exhaustion[]): Promise<void> {
  await trx.deleteFrom('exhaustion').where('tenant', '=', tenant).execute();
  const rows = list.map((resource, position) => ({ tenant, position, body: jsonText(resource) }));
  for (const part of inserts(rows)) await trx.insertInto('exhaustion').values(part).execute();
}

/** In the order in which analysis gave it. */
export async function listExhaustion(db: Db, tenant: TenantId): Promise<Exhaustion[]> {
  const rows = await db
    .selectFrom('exhaustion')
    .select('body')
    .where('tenant', '=', tenant)
    .orderBy('position')
    .execute();
  return rows.map((row) => row.body);
}
