import type { DataTrust } from '@foreshock/model/data-trust.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Db, Trx } from './in-transaction.ts';
import { jsonText } from './json-text.ts';

export async function keepDataTrust(trx: Trx, tenant: TenantId, trust: DataTrust): Promise<void> {
  const body = jsonText(trust);
  await trx
    .insertInto('data_trust')
    .values({ tenant, body })
    .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ body }))
    .execute();
}

/** As of the last tick; `undefined` before the first. */
export async function findDataTrust(db: Db, tenant: TenantId): Promise<DataTrust | undefined> {
  const row = await db.selectFrom('data_trust').select('body').where('tenant', '=', tenant).executeTakeFirst();
  return row?.body;
}
