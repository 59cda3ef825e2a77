// Two projects in a data directory, each with a key, a quota and a person who may look, made before the program starts.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '@foreshock/model/known-error.ts';
import type { OwnQuota } from '@foreshock/model/quota.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { openKeyRing } from '@foreshock/server/base/crypto/open-key-ring.ts';
import { openMetadata } from '@foreshock/server/store/metadata/database.ts';
import { createIngestKey } from '@foreshock/server/store/metadata/ingest-keys.ts';
import { preparedDirectoryName } from '@foreshock/server/store/metadata/prepared-directory-name.ts';
import { changeQuota } from '@foreshock/server/store/metadata/quotas.ts';
import { createSignInToken } from '@foreshock/server/store/metadata/sessions.ts';
import { ensureTenant } from '@foreshock/server/store/metadata/tenants.ts';

export interface ProjectUnderJudge {
  readonly id: string;
  /** Sends everything. */
  readonly key: string;
  /** Signs in once. */
  readonly signInToken: string;
}

const SIGN_IN_WITHIN_MS = 600_000;
const CACHE = new URL('../../../node_modules/.cache/foreshock/', import.meta.url);

export async function makeProjects(
  dataDirectory: string,
  ids: readonly string[],
  quota: OwnQuota,
): Promise<ProjectUnderJudge[]> {
  const now = Date.now();
  const keys = orThrow(await openKeyRing({ dataDirectory }));
  const prepared = fileURLToPath(new URL(preparedDirectoryName(), CACHE));
  const { db, close } = orThrow(
    await openMetadata({
      directory: join(dataDirectory, 'metadata'),
      key: keys.derive({ purpose: 'metadata', tenant: '', part: '' }),
      ...(existsSync(prepared) && { preparedDirectory: prepared }),
    }),
  );
  const made: ProjectUnderJudge[] = [];
  for (const id of ids) {
    const tenant = (await ensureTenant(db, id as TenantId, now)).id;
    const wanted = { name: 'judge', signals: ['logs', 'metrics', 'traces'] as const, createdBy: 'judge' };
    const created = await createIngestKey(db, tenant, wanted, now);
    if (created === undefined) throw new Error(`the new project ${id} has too many keys`);
    orThrow(await changeQuota(db, tenant, { basedOn: 0, quota, by: 'judge', now }));
    const identity = { tenant, person: 'judge', role: 'admin' };
    made.push({
      id,
      key: created.secret,
      signInToken: await createSignInToken(db, identity, now + SIGN_IN_WITHIN_MS),
    });
  }
  await close();
  return made;
}

function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
