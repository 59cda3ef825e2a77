import { type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import type { AuditEntry } from './audit-entry.ts';
import { decodeCursor, type Page, pageOf } from './cursor.ts';
import { type ChainHead, type ChainRow, extendChain, genesisHash, readChainHead } from './hash-chain.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { jsonText } from './json-text.ts';
import { type ChainVerdict, verifyChain } from './verify-chain.ts';

const READ_ROWS = 1_000;

export type AuditRow = ChainRow<AuditEntry>;

/** Appends one line. In the caller's transaction when `db` is one: then the act and its line are kept together. */
export async function recordAudit(db: Db, tenant: TenantId, entry: AuditEntry, now: Timestamp): Promise<AuditRow> {
  return inTransaction(db, async (trx) => {
    const [row] = await extendChain(trx, 'audit', tenant, now, [entry]);
    await trx
      .insertInto('audit')
      .values({
        tenant,
        sequence: row!.sequence,
        time: now,
        entry: jsonText(entry),
        previous_hash: row!.previousHash,
        hash: row!.hash,
      })
      .execute();
    return row!;
  });
}

/** Newest first. `input-invalid` for a foreign cursor. */
export async function listAudit(
  db: Db,
  tenant: TenantId,
  query: { readonly limit: number; readonly cursor?: string },
): Promise<Result<Page<AuditRow>>> {
  let select = db
    .selectFrom('audit')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('sequence', 'desc')
    .limit(query.limit + 1);
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor, [0] as const);
    if (!cursor.ok) return cursor;
    select = select.where('sequence', '<', cursor.value[0]);
  }
  return success(pageOf(await select.execute(), query.limit, rowOf, (row) => [row.sequence]));
}

/** The first row of an act upon this object. */
export async function findAudit(
  db: Db,
  tenant: TenantId,
  action: string,
  object: string,
): Promise<AuditRow | undefined> {
  const row = await db
    .selectFrom('audit')
    .selectAll()
    .where('tenant', '=', tenant)
    .where(sql<boolean>`entry ->> 'action' = ${action} AND entry ->> 'object' = ${object}`)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  return row && rowOf(row);
}

/** What to keep outside the store, for `verifyAudit` later. */
export async function readAuditHead(db: Db, tenant: TenantId): Promise<ChainHead> {
  return inTransaction(db, (trx) => readChainHead(trx, 'audit', tenant));
}

/** Names the rows that are not as they were written. `anchors`: heads kept outside the store; the store's own counts too. */
export async function verifyAudit(db: Db, tenant: TenantId, anchors: readonly ChainHead[] = []): Promise<ChainVerdict> {
  const head = await readAuditHead(db, tenant);
  return verifyChain(genesisHash('audit', tenant), allRows(db, tenant), [head, ...anchors]);
}

async function* allRows(db: Db, tenant: TenantId): AsyncGenerator<AuditRow> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(READ_ROWS)
      .execute();
    yield* rows.map(rowOf);
    if (rows.length < READ_ROWS) return;
    after = rows.at(-1)!.sequence;
  }
}

function rowOf(row: {
  sequence: number;
  time: number;
  entry: AuditEntry;
  previous_hash: string;
  hash: string;
}): AuditRow {
  return {
    sequence: row.sequence,
    time: row.time,
    entry: row.entry,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
