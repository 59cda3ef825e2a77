import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createApiKey,
  findApiKeyOf,
  listApiKeys,
  MAX_ACTIVE_API_KEYS,
  type MadeApiKey,
  noteApiKeyUse,
  revokeApiKey,
  rotateApiKey,
} from './api-keys.ts';
import { stateOfKey } from './key-life.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

type Tenant = Awaited<ReturnType<TestMetadata['newTenant']>>;

async function create(tenant: Tenant, now = 5, expiresAt?: number): Promise<MadeApiKey> {
  const wanted = { name: 'pager', role: 'viewer', createdBy: 'ada', expiresAt };
  const made = await createApiKey(metadata.db, tenant, wanted, now);
  if (made === undefined) throw new Error('the tenant has too many keys');
  return made;
}

test('a key is found by its secret alone, with the project it was made in, and the secret is nowhere', async () => {
  const tenant = await metadata.newTenant();
  const { key, secret } = await create(tenant);
  expect(secret).toMatch(/^fsa_/);
  expect(await findApiKeyOf(metadata.db, secret)).toEqual({ tenant, key });
  expect(await findApiKeyOf(metadata.db, `${secret}x`)).toBeUndefined();
  const rows = await metadata.db.selectFrom('api_keys').selectAll().where('tenant', '=', tenant).execute();
  expect(JSON.stringify(rows)).not.toContain(secret.slice(4, 40));
});

test('another project can neither see nor revoke nor rotate it', async () => {
  const [tenant, other] = [await metadata.newTenant(), await metadata.newTenant()];
  const { key } = await create(tenant);
  expect(await listApiKeys(metadata.db, other)).toEqual([]);
  expect(await revokeApiKey(metadata.db, other, key.id, 6)).toBe(false);
  expect(await rotateApiKey(metadata.db, other, key.id, 'eve', { overlapMs: 10 }, 6)).toBe('absent');
  expect(await revokeApiKey(metadata.db, tenant, key.id, 7)).toBe(true);
  expect(await revokeApiKey(metadata.db, tenant, key.id, 8)).toBe(false);
  expect((await listApiKeys(metadata.db, tenant)).map((each) => each.revokedAt)).toEqual([7]);
});

test('while a key is rotated the old and the new one are active, and no third', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const first = await create(tenant);
  const second = await rotateApiKey(db, tenant, first.key.id, 'bob', { overlapMs: 100 }, 10);
  if (typeof second === 'string') throw new Error(second);
  expect(second.key).toMatchObject({ family: first.key.id, name: 'pager', role: 'viewer', createdBy: 'bob' });
  const statesAt = async (now: number) => (await listApiKeys(db, tenant)).map((key) => stateOfKey(key, now)).sort();
  expect(await statesAt(109)).toEqual(['active', 'active']);
  expect(await rotateApiKey(db, tenant, second.key.id, 'bob', { overlapMs: 100 }, 109)).toBe('full');
  expect(await statesAt(110)).toEqual(['active', 'expired']);
  expect(await rotateApiKey(db, tenant, first.key.id, 'bob', { overlapMs: 100 }, 110)).toBe('absent');
  expect(await rotateApiKey(db, tenant, second.key.id, 'bob', { overlapMs: 100 }, 110)).toMatchObject({
    key: { family: first.key.id },
  });
});

test('rotation never lets a key live longer than it would have', async () => {
  const tenant = await metadata.newTenant();
  const { key } = await create(tenant, 5, 50);
  await rotateApiKey(metadata.db, tenant, key.id, 'bob', { overlapMs: 1000 }, 10);
  const old = (await listApiKeys(metadata.db, tenant)).find(({ id }) => id === key.id);
  expect(old?.expiresAt).toBe(50);
});

test('the last use is the latest, whichever is written last', async () => {
  const tenant = await metadata.newTenant();
  const { key } = await create(tenant);
  for (const at of [20, 10]) await noteApiKeyUse(metadata.db, tenant, key.id, at);
  expect((await listApiKeys(metadata.db, tenant))[0]?.lastUsedAt).toBe(20);
});

test('a project has an end of keys, and those that ended do not count', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  for (let made = 0; made < MAX_ACTIVE_API_KEYS; made += 1) await create(tenant, 1, made === 0 ? 9 : undefined);
  const wanted = { name: 'one more', role: 'viewer', createdBy: 'ada' };
  expect(await createApiKey(db, tenant, wanted, 8)).toBeUndefined();
  expect(await createApiKey(db, tenant, wanted, 9)).toBeDefined();
});
