import type { IncidentCrowd } from '@foreshock/model/incident-crowd.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Db, Trx } from './in-transaction.ts';
import { jsonText } from './json-text.ts';

const NAME = 'incident-crowd';

export async function keepIncidentCrowd(trx: Trx, tenant: TenantId, crowd: IncidentCrowd): Promise<void> {
  const body = jsonText(crowd);
  await trx
    .insertInto('analysis_counts')
    .values({ tenant, name: NAME, body })
    .onConflict((conflict) => conflict.columns(['tenant', 'name']).doUpdateSet({ body }))
    .execute();
}

/** As of the last tick; `undefined` before the first. */
export async function findIncidentCrowd(db: Db, tenant: TenantId): Promise<IncidentCrowd | undefined> {
  const row = await db
    .selectFrom('analysis_counts')
    .select('body')
    .where('tenant', '=', tenant)
    .where('name', '=', NAME)
    .executeTakeFirst();
  // Only `keepIncidentCrowd` writes under the name.
  return row?.body as IncidentCrowd | undefined;
}
