// Who is behind a credential: the cookie of a browser, or the key of a program. Nothing else says who asks.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { sha256Hex } from '../base/crypto/digest.ts';
import { API_KEY_PREFIX, hashToken, isToken, TOKEN_PREFIX } from '../base/crypto/token.ts';
import { findApiKeyOf, noteApiKeyUse } from '../store/metadata/api-keys.ts';
import { recordAudit } from '../store/metadata/audit.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import { stateOfKey } from '../store/metadata/key-life.ts';
import { createSession, endSession, touchSession, useSignInToken } from '../store/metadata/sessions.ts';
import { type Caller, roleOf } from './caller.ts';

export interface Callers {
  /** By the value of the session cookie. */
  bySession(secret: string): Promise<Caller | undefined>;
  /** By what follows `Bearer`. `credential-unknown` says why it is not let in, when it is one of ours. */
  byKey(secret: string): Promise<Result<Caller>>;
  /** Trades a one-time token for the value of a session cookie. */
  redeem(token: string): Promise<Result<string>>;
  end(session: string): Promise<boolean>;
  /** Has the next request with any key looked up anew. */
  forgetKeys(): void;
}

/** What was used a moment ago is not looked up and written again. */
const KEPT_MS = 30 * SECOND;
/** Of keys in use; beyond that the oldest is looked up again. */
const MAX_KEPT = 1_000;

interface Kept {
  readonly caller: Caller;
  readonly until: Timestamp;
}

export function createCallers(db: MetadataDatabase, clock: Clock): Callers {
  const sessions = new Map<string, Kept>();
  // By hash: the keys themselves do not stay in memory.
  const keys = new Map<string, Kept>();
  return {
    async bySession(secret) {
      if (secret === '') return undefined;
      const known = sessions.get(secret);
      if (known && known.until > clock.now()) return known.caller;
      const session = await touchSession(db, secret, clock.now());
      sessions.delete(secret);
      if (!session) return undefined;
      const caller: Caller = {
        name: session.person,
        role: roleOf(session.role),
        tenant: session.tenant,
        credential: sha256Hex(secret).slice(0, 16),
        session: secret,
      };
      keep(sessions, secret, { caller, until: clock.now() + KEPT_MS });
      return caller;
    },
    async byKey(secret) {
      if (!isToken(secret, API_KEY_PREFIX)) return failure('credential-unknown', whyNoKey(secret));
      const hash = hashToken(secret);
      const now = clock.now();
      const known = keys.get(hash);
      if (known && known.until > now) return success(known.caller);
      keys.delete(hash);
      const found = await findApiKeyOf(db, secret);
      if (!found) return failure('credential-unknown', 'no key is this one: create one on the page Connect');
      const state = stateOfKey(found.key, now);
      if (state !== 'active')
        return failure('credential-unknown', `key "${found.key.name}" ${state === 'revoked' ? 'was' : 'has'} ${state}`);
      await noteApiKeyUse(db, found.tenant, found.key.id, Math.floor(now / MINUTE) * MINUTE);
      const caller: Caller = {
        name: found.key.name,
        role: roleOf(found.key.role),
        tenant: found.tenant,
        credential: found.key.id,
      };
      keep(keys, hash, { caller, until: Math.min(now + KEPT_MS, found.key.expiresAt ?? Number.MAX_SAFE_INTEGER) });
      return success(caller);
    },
    async redeem(token) {
      const identity = await useSignInToken(db, token, clock.now());
      if (!identity)
        return failure(
          'credential-unknown',
          'this sign-in link was used or has expired: start the program again for a new one',
        );
      const { secret } = await createSession(db, identity, clock.now());
      const entry = {
        actor: identity.person,
        action: 'sign-in',
        object: '',
        credential: sha256Hex(secret).slice(0, 16),
        address: '',
        outcome: 'done' as const,
      };
      await recordAudit(db, identity.tenant, entry, clock.now());
      return success(secret);
    },
    async end(secret) {
      sessions.delete(secret);
      return endSession(db, secret);
    },
    forgetKeys: () => keys.clear(),
  };
}

function keep(kept: Map<string, Kept>, name: string, value: Kept): void {
  if (kept.size >= MAX_KEPT) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
  kept.set(name, value);
}

function whyNoKey(secret: string): string {
  if (isToken(secret, TOKEN_PREFIX)) return 'this key may send telemetry and ask nothing: create an API key';
  if (secret.startsWith(API_KEY_PREFIX)) return 'the key is not whole: copy all 53 characters of it';
  return `an API key begins with ${API_KEY_PREFIX}: create one on the page Connect`;
}
