import type { TenantId } from '@foreshock/model/tenant.ts';
import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { API_KEY_PREFIX, createToken, hashToken } from '../../base/crypto/token.ts';
import { type Db, inTransaction, type Trx } from './in-transaction.ts';
import { plainText } from './json-text.ts';
import { type KeyLife, type KeyLifeRow, lifeOf, stateOfKey } from './key-life.ts';

/** A key with which a program asks the API of one project. The key itself is nowhere. */
export interface ApiKey extends KeyLife {
  /** `apk_` and 13 characters of the hash of the key's hash. */
  readonly id: string;
  /** The id of the first of those that replaced one another. */
  readonly family: string;
  readonly name: string;
  /** Of the roles that the API knows. */
  readonly role: string;
}

export interface NewApiKey {
  readonly name: string;
  readonly role: string;
  readonly createdBy: string;
  readonly expiresAt?: Timestamp | undefined;
}

export interface MadeApiKey {
  readonly key: ApiKey;
  /** Shown once: only its hash is kept. */
  readonly secret: string;
}

/** A list of hundreds shows nobody which one to revoke. */
export const MAX_ACTIVE_API_KEYS = 200;
/** Programs move from one key to the next; a third would mean that nobody knows who uses which. */
const MAX_ACTIVE_IN_FAMILY = 2;

/** The tenant must exist. `undefined` when it has the most keys already. */
export async function createApiKey(
  db: Db,
  tenant: TenantId,
  wanted: NewApiKey,
  now: Timestamp,
): Promise<MadeApiKey | undefined> {
  return inTransaction(db, async (trx) => {
    const active = await activeKeys(trx, tenant, now);
    return active.length >= MAX_ACTIVE_API_KEYS ? undefined : insertKey(trx, tenant, wanted, now);
  });
}

/**
 * A new key of the same name and role; the old one ends after `overlapMs`, if it does not end before. `absent` when there
 * is no such active key, `full` when its family or the tenant has the most active keys already.
 */
export async function rotateApiKey(
  db: Db,
  tenant: TenantId,
  id: string,
  by: string,
  { overlapMs, expiresAt }: { readonly overlapMs: DurationMs; readonly expiresAt?: Timestamp | undefined },
  now: Timestamp,
): Promise<MadeApiKey | 'absent' | 'full'> {
  return inTransaction(db, async (trx) => {
    const active = await activeKeys(trx, tenant, now);
    const old = active.find((key) => key.id === id);
    if (old === undefined) return 'absent';
    const inFamily = active.filter(({ family }) => family === old.family);
    if (inFamily.length >= MAX_ACTIVE_IN_FAMILY || active.length >= MAX_ACTIVE_API_KEYS) return 'full';
    const endsAt = Math.min(old.expiresAt ?? Number.MAX_SAFE_INTEGER, now + overlapMs);
    await trx
      .updateTable('api_keys')
      .set({ expires_at: endsAt })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
    const wanted = { name: old.name, role: old.role, createdBy: by, expiresAt };
    return insertKey(trx, tenant, wanted, now, old.family);
  });
}

/** Revoked and expired ones too, newest first. */
export async function listApiKeys(db: Db, tenant: TenantId): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(keyOf);
}

export async function findApiKey(db: Db, tenant: TenantId, id: string): Promise<ApiKey | undefined> {
  return (await listApiKeys(db, tenant)).find((key) => key.id === id);
}

/** Of any tenant: the one that the secret belongs to. Revoked and expired ones too, so that the caller can be told. */
export async function findApiKeyOf(
  db: Db,
  secret: string,
): Promise<{ readonly tenant: TenantId; readonly key: ApiKey } | undefined> {
  const row = await db.selectFrom('api_keys').selectAll().where('hash', '=', hashToken(secret)).executeTakeFirst();
  // The tenant's id was checked when the tenant was made.
  return row && { tenant: row.tenant as TenantId, key: keyOf(row) };
}

/** False when the tenant has no such key that was not revoked before. */
export async function revokeApiKey(db: Db, tenant: TenantId, id: string, now: Timestamp): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('api_keys')
    .set({ revoked_at: now })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** An earlier use than the one that is known changes nothing. */
export async function noteApiKeyUse(db: Db, tenant: TenantId, id: string, at: Timestamp): Promise<void> {
  await db
    .updateTable('api_keys')
    .set((is) => ({ last_used_at: is.fn<number>('greatest', ['last_used_at', is.val(at)]) }))
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}

/** One change to the keys of a project at a time, so that two cannot both be the last. */
async function activeKeys(trx: Trx, tenant: TenantId, now: Timestamp): Promise<ApiKey[]> {
  await trx.selectFrom('tenants').select('id').where('id', '=', tenant).forUpdate().executeTakeFirstOrThrow();
  return (await listApiKeys(trx, tenant)).filter((key) => stateOfKey(key, now) === 'active');
}

async function insertKey(
  trx: Trx,
  tenant: TenantId,
  wanted: NewApiKey,
  now: Timestamp,
  family?: string,
): Promise<MadeApiKey> {
  const secret = createToken(API_KEY_PREFIX);
  const hash = hashToken(secret);
  const id = hashId('apk_', hash);
  const row = await trx
    .insertInto('api_keys')
    .values({
      tenant,
      id,
      family: family ?? id,
      hash,
      name: plainText(wanted.name),
      role: plainText(wanted.role),
      created_by: plainText(wanted.createdBy),
      created_at: now,
      expires_at: wanted.expiresAt ?? null,
      revoked_at: null,
      last_used_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { key: keyOf(row), secret };
}

function keyOf(
  row: KeyLifeRow & { readonly id: string; readonly family: string; readonly name: string; readonly role: string },
): ApiKey {
  return { id: row.id, family: row.family, name: row.name, role: row.role, ...lifeOf(row) };
}
