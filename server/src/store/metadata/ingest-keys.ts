import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { createToken, hashToken } from '../../base/crypto/token.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { jsonText, plainText } from './json-text.ts';
import { type KeyLife, type KeyLifeRow, lifeOf, stateOfKey } from './key-life.ts';

/** A key that may write telemetry and nothing else. The key itself is nowhere. */
export interface IngestKey extends KeyLife {
  /** `key_` and 13 characters of the hash of the key's hash. */
  readonly id: string;
  readonly name: string;
  readonly signals: readonly Signal[];
}

/** What the gateway compares with: SHA-256 of the key in hex. */
export interface AcceptedIngestKey {
  readonly id: string;
  readonly hash: string;
  readonly tenant: TenantId;
  readonly signals: readonly Signal[];
  readonly expiresAt?: Timestamp;
}

export interface NewIngestKey {
  readonly name: string;
  readonly signals: readonly Signal[];
  readonly createdBy: string;
  readonly expiresAt?: Timestamp | undefined;
}

/** The gateway holds the keys of all projects in memory, and a list of hundreds shows nobody which one to revoke. */
export const MAX_ACTIVE_KEYS = 200;

/** `secret` is shown once: only its hash is kept. The tenant must exist. `undefined` when it has the most keys already. */
export async function createIngestKey(
  db: Db,
  tenant: TenantId,
  wanted: NewIngestKey,
  now: Timestamp,
): Promise<{ readonly key: IngestKey; readonly secret: string } | undefined> {
  return inTransaction(db, async (trx) => {
    // One new key of a project at a time, so that two cannot both be the last.
    await trx.selectFrom('tenants').select('id').where('id', '=', tenant).forUpdate().executeTakeFirstOrThrow();
    const known = await listIngestKeys(trx, tenant);
    if (known.filter((key) => stateOfKey(key, now) === 'active').length >= MAX_ACTIVE_KEYS) return undefined;
    const secret = createToken();
    const hash = hashToken(secret);
    const row = await trx
      .insertInto('ingest_keys')
      .values({
        tenant,
        id: hashId('key_', hash),
        hash,
        name: plainText(wanted.name),
        signals: jsonText(wanted.signals),
        created_by: plainText(wanted.createdBy),
        created_at: now,
        expires_at: wanted.expiresAt ?? null,
        revoked_at: null,
        last_used_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { key: keyOf(row), secret };
  });
}

/** Revoked and expired ones too, newest first. */
export async function listIngestKeys(db: Db, tenant: TenantId): Promise<IngestKey[]> {
  const rows = await db
    .selectFrom('ingest_keys')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(keyOf);
}

export async function findIngestKey(db: Db, tenant: TenantId, id: string): Promise<IngestKey | undefined> {
  const row = await db
    .selectFrom('ingest_keys')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && keyOf(row);
}

/** False when the tenant has no such key that was not revoked before. */
export async function revokeIngestKey(db: Db, tenant: TenantId, id: string, now: Timestamp): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('ingest_keys')
    .set({ revoked_at: now })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** An earlier use than the one that is known changes nothing, nor does one of a key that is not there. */
export async function noteKeyUse(db: Db, tenant: TenantId, id: string, at: Timestamp): Promise<void> {
  await db
    .updateTable('ingest_keys')
    .set((is) => ({ last_used_at: is.fn<number>('greatest', ['last_used_at', is.val(at)]) }))
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}

/** Of all tenants, by hash, those that have not ended: what the gateway is told. */
export async function listAcceptedKeys(db: Db, now: Timestamp): Promise<AcceptedIngestKey[]> {
  const rows = await db
    .selectFrom('ingest_keys')
    .select(['id', 'hash', 'tenant', 'signals', 'expires_at'])
    .where('revoked_at', 'is', null)
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]))
    .orderBy('hash')
    .execute();
  return rows.map(({ id, hash, tenant, signals, expires_at }) => ({
    id,
    hash,
    // The tenant's id was checked when the tenant was made.
    tenant: tenant as TenantId,
    signals,
    ...(expires_at !== null && { expiresAt: expires_at }),
  }));
}

function keyOf(
  row: KeyLifeRow & { readonly id: string; readonly name: string; readonly signals: readonly Signal[] },
): IngestKey {
  return { id: row.id, name: row.name, signals: row.signals, ...lifeOf(row) };
}
