import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { sha256Hex } from '../../base/crypto/digest.ts';
import type { Trx } from './in-transaction.ts';
import { canonicalJson } from './json-text.ts';

export type ChainName = 'ledger' | 'audit';

/** A row that cannot be changed, left out or moved without the hash of every later row saying so. */
export interface ChainRow<Entry> {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly time: Timestamp;
  readonly entry: Entry;
  readonly previousHash: string;
  readonly hash: string;
}

/** Kept outside the store, it shows when rows were cut off at the end. `sequence` 0 for an empty chain. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** What the first row follows: no two tenants, and no two chains of one, have rows in common. */
export function genesisHash(chain: ChainName, tenant: TenantId): string {
  return sha256Hex(`foreshock ${chain} ${tenant}`);
}

/** SHA-256, in hex, of the previous hash and the canonical JSON of `{entry, sequence, time}`. */
export function linkHash(row: Omit<ChainRow<unknown>, 'hash'>): string {
  const { previousHash, sequence, time, entry } = row;
  return sha256Hex(previousHash + canonicalJson({ entry, sequence, time }));
}

/** The rows to insert, linked to the head of the chain, which moves on. Holds the chain until the transaction ends. */
export async function extendChain<Entry>(
  trx: Trx,
  chain: ChainName,
  tenant: TenantId,
  time: Timestamp,
  entries: readonly Entry[],
): Promise<ChainRow<Entry>[]> {
  if (entries.length === 0) return [];
  await trx
    .insertInto('chain_heads')
    .values({ tenant, chain, sequence: 0, hash: genesisHash(chain, tenant) })
    .onConflict((conflict) => conflict.columns(['tenant', 'chain']).doNothing())
    .execute();
  let head: ChainHead = await trx
    .selectFrom('chain_heads')
    .select(['sequence', 'hash'])
    .where('tenant', '=', tenant)
    .where('chain', '=', chain)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const rows = entries.map((entry) => {
    const linked = { sequence: head.sequence + 1, time, entry, previousHash: head.hash };
    const row = { ...linked, hash: linkHash(linked) };
    head = row;
    return row;
  });
  await trx
    .updateTable('chain_heads')
    .set({ sequence: head.sequence, hash: head.hash })
    .where('tenant', '=', tenant)
    .where('chain', '=', chain)
    .execute();
  return rows;
}

/** The head as the store has it. */
export async function readChainHead(trx: Trx, chain: ChainName, tenant: TenantId): Promise<ChainHead> {
  const row = await trx
    .selectFrom('chain_heads')
    .select(['sequence', 'hash'])
    .where('tenant', '=', tenant)
    .where('chain', '=', chain)
    .executeTakeFirst();
  return row ?? { sequence: 0, hash: genesisHash(chain, tenant) };
}
