import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { DAY, parseIsoDuration, type Timestamp } from '@foreshock/model/time.ts';
import {
  type ApiKey,
  createApiKey,
  findApiKey,
  listApiKeys,
  MAX_ACTIVE_API_KEYS,
  revokeApiKey,
  rotateApiKey,
} from '../../store/metadata/api-keys.ts';
import { roleOf } from '../caller.ts';
import type { Handlers } from '../execute-operation.ts';
import { type HandlerTools, invalid } from '../handler-tools.ts';
import { readExpiry, viewKeyLife } from '../views/key-view.ts';

type Names = 'listApiKeys' | 'createApiKey' | 'rotateApiKey' | 'revokeApiKey';

const LONGEST_OVERLAP_MS = 30 * DAY;

/** `forgetKeys`: has a key that was changed looked up anew. */
export function apiKeyHandlers({ db, clock }: HandlerTools, forgetKeys: () => void): Pick<Handlers, Names> {
  return {
    async listApiKeys({ caller }) {
      const keys = await listApiKeys(db, caller.tenant);
      return success({ items: keys.map((key) => viewKey(key, clock.now())) });
    },

    async createApiKey({ input, caller }) {
      const now = clock.now();
      const expiresAt = readExpiry(input.expiresAt, now);
      if (!expiresAt.ok) return expiresAt;
      const wanted = { name: input.name, role: input.role, createdBy: caller.name, expiresAt: expiresAt.value };
      const made = await createApiKey(db, caller.tenant, wanted, now);
      if (made === undefined) return tooMany();
      return success({ ...viewKey(made.key, now), secret: made.secret });
    },

    async rotateApiKey({ input, caller }) {
      const now = clock.now();
      const expiresAt = readExpiry(input.expiresAt, now);
      if (!expiresAt.ok) return expiresAt;
      const overlapMs = parseIsoDuration(input.overlap);
      if (overlapMs === undefined || overlapMs < 0 || overlapMs > LONGEST_OVERLAP_MS)
        return invalid(`overlap is "${input.overlap}": expected PT0S to P30D`);
      const rest = { overlapMs, expiresAt: expiresAt.value };
      const made = await rotateApiKey(db, caller.tenant, input.id, caller.name, rest, now);
      if (made === 'absent') return notFound(input.id);
      if (made === 'full')
        return failure('state-conflict', 'two keys of this family are active: revoke the older one first');
      forgetKeys();
      return success({ ...viewKey(made.key, now), secret: made.secret });
    },

    async revokeApiKey({ input, caller }) {
      const now = clock.now();
      await revokeApiKey(db, caller.tenant, input.id, now);
      forgetKeys();
      const key = await findApiKey(db, caller.tenant, input.id);
      return key === undefined ? notFound(input.id) : success(viewKey(key, now));
    },
  };
}

function tooMany(): Result<never> {
  return failure('state-conflict', `the project has ${MAX_ACTIVE_API_KEYS} keys; revoke one that is not used`);
}

function notFound(id: string): Result<never> {
  return failure('api-key-not-found', `no key has the id "${id}" and is active: see GET /api/v1/tokens`);
}

function viewKey(key: ApiKey, now: Timestamp) {
  const { id, family, name, role } = key;
  return { id, family, name, role: roleOf(role), ...viewKeyLife(key, now) };
}
