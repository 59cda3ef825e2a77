import type { TenantId } from '@foreshock/model/tenant.ts';
import { sql } from 'kysely';
import type { Db, Trx } from './in-transaction.ts';

export type SnapshotOwner = 'analysis' | 'miner';

/**
 * A value of some megabytes at once would triple in memory on its way through the protocol. As base64, because PGlite
 * writes and reads the digits of a `bytea` one by one, which takes three times as long.
 */
const PART_BYTES = 256 * 1024;

/** Replaces the snapshot. Part of the transaction that moves the mark beside it. */
export async function replaceSnapshot(
  trx: Trx,
  tenant: TenantId,
  owner: SnapshotOwner,
  snapshot: Uint8Array,
): Promise<void> {
  await trx.deleteFrom('snapshot_parts').where('tenant', '=', tenant).where('owner', '=', owner).execute();
  for (let part = 0; part * PART_BYTES < snapshot.length; part += 1) {
    const bytes = Buffer.from(snapshot.subarray(part * PART_BYTES, (part + 1) * PART_BYTES)).toString('base64');
    await trx
      .insertInto('snapshot_parts')
      .values({ tenant, owner, part, bytes: sql<Uint8Array>`decode(${bytes}, 'base64')` })
      .execute();
  }
}

/** Empty when there is none, or when an empty one was kept. */
export async function readSnapshot(db: Db, tenant: TenantId, owner: SnapshotOwner): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for (;;) {
    const row = await db
      .selectFrom('snapshot_parts')
      .select(sql<string>`encode(bytes, 'base64')`.as('base64'))
      .where('tenant', '=', tenant)
      .where('owner', '=', owner)
      .where('part', '=', parts.length)
      .executeTakeFirst();
    if (!row) return new Uint8Array(Buffer.concat(parts));
    parts.push(Buffer.from(row.base64, 'base64'));
  }
}
