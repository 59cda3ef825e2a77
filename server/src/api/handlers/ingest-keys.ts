import { failure, success } from '@foreshock/model/known-error.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import {
  createIngestKey,
  findIngestKey,
  type IngestKey,
  listIngestKeys,
  MAX_ACTIVE_KEYS,
  revokeIngestKey,
} from '../../store/metadata/ingest-keys.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { readExpiry, viewKeyLife } from '../views/key-view.ts';

type Names = 'listIngestKeys' | 'createIngestKey' | 'revokeIngestKey';

/** `tellGateway`: has the gateway know all accepted keys and quotas as they are now. */
export function ingestKeyHandlers(
  { db, clock }: HandlerTools,
  tellGateway: () => Promise<void>,
): Pick<Handlers, Names> {
  return {
    async listIngestKeys({ caller }) {
      const keys = await listIngestKeys(db, caller.tenant);
      return success({ items: keys.map((key) => viewKey(key, clock.now())) });
    },

    async createIngestKey({ input, caller }) {
      const now = clock.now();
      const expiresAt = readExpiry(input.expiresAt, now);
      if (!expiresAt.ok) return expiresAt;
      const { name, signals } = input;
      const wanted = { name, signals, createdBy: caller.name, expiresAt: expiresAt.value };
      const created = await createIngestKey(db, caller.tenant, wanted, now);
      if (created === undefined) {
        return failure('state-conflict', `the project has ${MAX_ACTIVE_KEYS} keys; revoke one that is not used`);
      }
      await tellGateway();
      return success({ ...viewKey(created.key, now), secret: created.secret });
    },

    async revokeIngestKey({ input, caller }) {
      const now = clock.now();
      await revokeIngestKey(db, caller.tenant, input.id, now);
      const key = await findIngestKey(db, caller.tenant, input.id);
      if (key === undefined) {
        return failure('ingest-key-not-found', `no key has the id "${input.id}": see GET /api/v1/ingest-keys`);
      }
      await tellGateway();
      return success(viewKey(key, now));
    },
  };
}

function viewKey(key: IngestKey, now: Timestamp) {
  return { id: key.id, name: key.name, signals: [...key.signals], ...viewKeyLife(key, now) };
}
