import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, type DurationMs, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import { createToken, hashToken } from '../../base/crypto/token.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { plainText } from './json-text.ts';

/** A working day without the page open ends a session. */
export const SESSION_IDLE_MS: DurationMs = 8 * HOUR;
/** However busy it is, after a week somebody signs in again. */
export const SESSION_LIFE_MS: DurationMs = 7 * DAY;

export interface Identity {
  readonly tenant: TenantId;
  readonly person: string;
  /** Of the roles that the API knows. */
  readonly role: string;
}

export interface Session extends Identity {
  readonly startedAt: Timestamp;
  readonly lastSeenAt: Timestamp;
  /** Ends then unless it is used before, and never later than `SESSION_LIFE_MS` after its start. */
  readonly expiresAt: Timestamp;
}

/** A link or code that signs in once before `expiresAt`. Only its hash is kept. The tenant must exist. */
export async function createSignInToken(db: Db, identity: Identity, expiresAt: Timestamp): Promise<string> {
  const token = createToken();
  await db
    .insertInto('sign_in_tokens')
    .values({
      hash: hashToken(token),
      tenant: identity.tenant,
      person: plainText(identity.person),
      role: plainText(identity.role),
      expires_at: expiresAt,
    })
    .execute();
  return token;
}

/** Uses the token up. `undefined` when it is unknown, was used, or has expired; old tokens are deleted on the way. */
export async function useSignInToken(db: Db, token: string, now: Timestamp): Promise<Identity | undefined> {
  return inTransaction(db, async (trx) => {
    await trx.deleteFrom('sign_in_tokens').where('expires_at', '<=', now).execute();
    const row = await trx
      .deleteFrom('sign_in_tokens')
      .where('hash', '=', hashToken(token))
      .returning(['tenant', 'person', 'role'])
      .executeTakeFirst();
    return row && identityOf(row);
  });
}

/** `secret` goes into the cookie; only its hash is kept. The tenant must exist. Sessions that ended are deleted. */
export async function createSession(
  db: Db,
  identity: Identity,
  now: Timestamp,
): Promise<{ readonly session: Session; readonly secret: string }> {
  const secret = createToken();
  const row = {
    hash: hashToken(secret),
    tenant: identity.tenant,
    person: plainText(identity.person),
    role: plainText(identity.role),
    started_at: now,
    last_seen_at: now,
  };
  await inTransaction(db, async (trx) => {
    await trx
      .deleteFrom('sessions')
      .where((is) =>
        is.or([is('last_seen_at', '<=', now - SESSION_IDLE_MS), is('started_at', '<=', now - SESSION_LIFE_MS)]),
      )
      .execute();
    await trx.insertInto('sessions').values(row).execute();
  });
  return { session: sessionOf(row), secret };
}

/** Finds the session of `secret` and keeps it alive. `undefined` when there is none or it has ended. */
export async function touchSession(db: Db, secret: string, now: Timestamp): Promise<Session | undefined> {
  const row = await db
    .updateTable('sessions')
    // A clock that steps back must not shorten a session.
    .set((is) => ({ last_seen_at: is.fn<number>('greatest', ['last_seen_at', is.val(now)]) }))
    .where('hash', '=', hashToken(secret))
    .where('last_seen_at', '>', now - SESSION_IDLE_MS)
    .where('started_at', '>', now - SESSION_LIFE_MS)
    .returningAll()
    .executeTakeFirst();
  return row && sessionOf(row);
}

/** False when there was none. */
export async function endSession(db: Db, secret: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('hash', '=', hashToken(secret))
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

function sessionOf(row: {
  tenant: string;
  person: string;
  role: string;
  started_at: number;
  last_seen_at: number;
}): Session {
  return {
    ...identityOf(row),
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: Math.min(row.last_seen_at + SESSION_IDLE_MS, row.started_at + SESSION_LIFE_MS),
  };
}

/** The tenant's id was checked when the tenant was made. */
function identityOf(row: { tenant: string; person: string; role: string }): Identity {
  return { tenant: row.tenant as TenantId, person: row.person, role: row.role };
}
