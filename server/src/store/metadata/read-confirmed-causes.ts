import type { ConfirmedCause } from '@foreshock/model/confirmed-cause.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Db } from './in-transaction.ts';

/** Older ones have faded by then. */
const MOST_READ = 1_000;

/** Newest first. */
export async function readConfirmedCauses(db: Db, tenant: TenantId): Promise<readonly ConfirmedCause[]> {
  const rows = await db
    .selectFrom('confirmed_causes')
    .select('body')
    .where('tenant', '=', tenant)
    .orderBy('confirmed_at', 'desc')
    .orderBy('incident')
    .limit(MOST_READ)
    .execute();
  return rows.map(({ body }) => body);
}

export async function findConfirmedCause(
  db: Db,
  tenant: TenantId,
  incident: IncidentId,
): Promise<ConfirmedCause | undefined> {
  const row = await db
    .selectFrom('confirmed_causes')
    .select('body')
    .where('tenant', '=', tenant)
    .where('incident', '=', incident)
    .executeTakeFirst();
  return row?.body;
}
