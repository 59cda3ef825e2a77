import type { TenantId } from '@foreshock/model/tenant.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { readSnapshot, replaceSnapshot } from './snapshots.ts';

/** What the template miner of a tenant knew after the request at `position` of the stream. */
export interface MinerState {
  readonly position: string;
  readonly snapshot: Uint8Array;
}

/** The tenant must exist. */
export async function saveMinerState(db: Db, tenant: TenantId, state: MinerState): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx
      .insertInto('miner_states')
      .values({ tenant, position: state.position })
      .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ position: state.position }))
      .execute();
    await replaceSnapshot(trx, tenant, 'miner', state.snapshot);
  });
}

export async function loadMinerState(db: Db, tenant: TenantId): Promise<MinerState | undefined> {
  return inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom('miner_states')
      .select('position')
      .where('tenant', '=', tenant)
      .forShare()
      .executeTakeFirst();
    return row && { position: row.position, snapshot: await readSnapshot(trx, tenant, 'miner') };
  });
}
