import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type DurationMs, MINUTE } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { hashToken, isToken } from '../base/crypto/token.ts';
import { isLoopback } from '../base/net/listen.ts';
import type { AcceptedKey, AcceptedKeys } from '../stream/telemetry-stream.ts';
import { createKeyUses, type KeyUse } from './key-uses.ts';

/** A list that nobody has confirmed for longer may lack a key that was revoked, so it lets nobody in. */
const MAX_LIST_AGE_MS = 5 * MINUTE;

/** The two kinds of headers that a sender shows a key in. Names are lower-case, as Node gives them. */
export type CredentialHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface Sender {
  readonly headers: CredentialHeaders;
  readonly remoteAddress: string | undefined;
}

export interface Admission {
  /** Replaces the list of keys. */
  accept(keys: AcceptedKeys): void;
  /** Whose telemetry it is. `starting` and `metadata-unavailable` are ours and pass; the other errors are the sender's. */
  admit(signal: Signal, sender: Sender): Result<TenantId>;
  /** Uses of keys that are to be told to the engine now. */
  takeKeyUses(): readonly KeyUse[];
}

/** `elapsed`: since any fixed moment, and never stepping: a clock that is set must not make a list old that came just now. */
export function createAdmission(clock: Clock, elapsed: () => DurationMs): Admission {
  let list: AcceptedKeys | undefined;
  /** How old the list was when it came, less the elapsed time then. */
  let ageOffsetMs = 0;
  let keysByHash: ReadonlyMap<string, AcceptedKey> = new Map();
  const uses = createKeyUses();
  return {
    accept: (keys) => {
      list = keys;
      ageOffsetMs = Math.max(0, clock.now() - keys.issuedAt) - elapsed();
      keysByHash = new Map(keys.keys.map((key) => [key.hash, key]));
    },
    admit: (signal, { headers, remoteAddress }) => {
      if (list === undefined) return failure('starting', 'gateway has no list of keys yet; send the request again');
      if (ageOffsetMs + elapsed() > MAX_LIST_AGE_MS) {
        return failure('metadata-unavailable', 'list of keys is older than 5 min; send the request again');
      }
      const credential = findCredential(headers);
      if (credential === undefined) {
        if (list.anonymous !== undefined && isLoopback(remoteAddress)) return success(list.anonymous);
        return failure('credential-missing', 'request has no key; send it as "authorization: Bearer <key>"');
      }
      const key = keysByHash.get(hashToken(credential));
      if (key === undefined) return failure('credential-unknown', whyUnknown(credential));
      if (key.expiresAt !== undefined && key.expiresAt <= clock.now()) {
        return failure('credential-unknown', 'key has expired; create a new one');
      }
      if (!key.signals.includes(signal)) {
        return failure('role-insufficient', `key may not send ${signal}; create one that may`);
      }
      uses.note(key, clock.now());
      return success(key.tenant);
    },
    takeKeyUses: uses.take,
  };
}

function whyUnknown(credential: string): string {
  if (isToken(credential)) return 'key is not known, was revoked or has expired; create a new one';
  return 'key is not whole: it is not the text that was shown when it was created; copy it again or create a new one';
}

/** From `Authorization: Bearer`, from `x-api-key`, or as the password of `Authorization: Basic` (Fluent Bit). */
function findCredential(headers: CredentialHeaders): string | undefined {
  const authorization = headers.authorization;
  if (typeof authorization === 'string') {
    const [scheme = '', value = ''] = authorization.trim().split(/\s+/, 2);
    if (scheme.toLowerCase() !== 'basic') return value;
    const userAndPassword = Buffer.from(value, 'base64').toString('utf8');
    return userAndPassword.slice(userAndPassword.indexOf(':') + 1);
  }
  const apiKey = headers['x-api-key'];
  return typeof apiKey === 'string' ? apiKey.trim() : undefined;
}
