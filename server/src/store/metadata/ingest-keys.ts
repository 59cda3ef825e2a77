import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { createToken, hashToken } from '../../base/crypto/token.ts';
import type { Db } from './in-transaction.ts';
import { jsonText, plainText } from './json-text.ts';

/** A key that may write telemetry and nothing else. The key itself is nowhere. */
export interface IngestKey {
  /** `key_` and 13 characters of the hash of the key's hash. */
  readonly id: string;
  readonly name: string;
  readonly signals: readonly Signal[];
  readonly createdBy: string;
  readonly createdAt: Timestamp;
  readonly revokedAt?: Timestamp;
}

/** What the gateway compares with: SHA-256 of the key in hex. */
export interface AcceptedIngestKey {
  readonly hash: string;
  readonly tenant: TenantId;
  readonly signals: readonly Signal[];
}

export interface NewIngestKey {
  readonly name: string;
  readonly signals: readonly Signal[];
  readonly createdBy: string;
}

/** `secret` is shown once: only its hash is kept. The tenant must exist. */
export async function createIngestKey(
  db: Db,
  tenant: TenantId,
  wanted: NewIngestKey,
  now: Timestamp,
): Promise<{ readonly key: IngestKey; readonly secret: string }> {
  const secret = createToken();
  const hash = hashToken(secret);
  const key: IngestKey = {
    id: hashId('key_', hash),
    name: plainText(wanted.name),
    signals: wanted.signals,
    createdBy: plainText(wanted.createdBy),
    createdAt: now,
  };
  await db
    .insertInto('ingest_keys')
    .values({
      tenant,
      id: key.id,
      hash,
      name: key.name,
      signals: jsonText(key.signals),
      created_by: key.createdBy,
      created_at: now,
      revoked_at: null,
    })
    .execute();
  return { key, secret };
}

/** Revoked ones too, newest first. */
export async function listIngestKeys(db: Db, tenant: TenantId): Promise<IngestKey[]> {
  const rows = await db
    .selectFrom('ingest_keys')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    signals: row.signals,
    createdBy: row.created_by,
    createdAt: row.created_at,
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  }));
}

/** False when the tenant has no such key that is still accepted. */
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

/** Of all tenants, by hash: what the gateway is told. */
export async function listAcceptedKeys(db: Db): Promise<AcceptedIngestKey[]> {
  const rows = await db
    .selectFrom('ingest_keys')
    .select(['hash', 'tenant', 'signals'])
    .where('revoked_at', 'is', null)
    .orderBy('hash')
    .execute();
  // The tenant's id was checked when the tenant was made.
  return rows.map((row) => ({ hash: row.hash, tenant: row.tenant as TenantId, signals: row.signals }));
}
