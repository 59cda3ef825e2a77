import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createIngestKey,
  findIngestKey,
  listAcceptedKeys,
  listIngestKeys,
  MAX_ACTIVE_KEYS,
  type NewIngestKey,
  noteKeyUse,
  revokeIngestKey,
} from './ingest-keys.ts';
import { stateOfKey } from './key-life.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const wanted: NewIngestKey = { name: 'collector\0', signals: ['logs'], createdBy: 'ada' };

async function create(
  tenant: Awaited<ReturnType<TestMetadata['newTenant']>>,
  change: Partial<NewIngestKey>,
  now: number,
) {
  const created = await createIngestKey(metadata.db, tenant, { ...wanted, ...change }, now);
  if (created === undefined) throw new Error('the tenant has too many keys');
  return created;
}

test('a new key is accepted until it is revoked, by its tenant alone', async () => {
  const { db } = metadata;
  const [tenant, other] = [await metadata.newTenant(), await metadata.newTenant()];
  const { key, secret } = await create(tenant, {}, 5);
  const accepted = async () => (await listAcceptedKeys(db, 5)).filter((each) => each.tenant === tenant);
  expect(await accepted()).toEqual([
    { id: key.id, tenant, signals: ['logs'], hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  expect(await listIngestKeys(db, tenant)).toEqual([key]);
  expect(await revokeIngestKey(db, other, key.id, 6)).toBe(false);
  expect(await findIngestKey(db, other, key.id)).toBeUndefined();
  expect(await revokeIngestKey(db, tenant, key.id, 7)).toBe(true);
  expect(await revokeIngestKey(db, tenant, key.id, 8)).toBe(false);
  expect(await accepted()).toEqual([]);
  expect(await listIngestKeys(db, tenant)).toEqual([{ ...key, revokedAt: 7 }]);
  expect(secret).toMatch(/^fsk_/);
});

test('a key that expires is accepted up to that moment, and the gateway is told when', async () => {
  const tenant = await metadata.newTenant();
  const { key } = await create(tenant, { expiresAt: 100 }, 5);
  const at = async (now: number) => (await listAcceptedKeys(metadata.db, now)).filter((each) => each.id === key.id);
  expect(await at(99)).toMatchObject([{ expiresAt: 100 }]);
  expect(await at(100)).toEqual([]);
  expect([stateOfKey(key, 99), stateOfKey(key, 100), stateOfKey({ ...key, revokedAt: 6 }, 100)]).toEqual([
    'active',
    'expired',
    'revoked',
  ]);
});

test('the last use is the latest that was told, of its own tenant', async () => {
  const { db } = metadata;
  const [tenant, other] = [await metadata.newTenant(), await metadata.newTenant()];
  const { key } = await create(tenant, {}, 5);
  await noteKeyUse(db, other, key.id, 90);
  expect(await findIngestKey(db, tenant, key.id)).toEqual(key);
  for (const at of [50, 70, 60]) await noteKeyUse(db, tenant, key.id, at);
  expect(await findIngestKey(db, tenant, key.id)).toMatchObject({ lastUsedAt: 70 });
});

test('keys that ended make room for new ones, others do not', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const { key } = await create(tenant, { expiresAt: 10 }, 0);
  for (let made = 1; made < MAX_ACTIVE_KEYS; made += 1) await create(tenant, {}, 1);
  expect(await createIngestKey(db, tenant, wanted, 9)).toBeUndefined();
  expect(await createIngestKey(db, tenant, wanted, 10)).toBeDefined();
  expect(await createIngestKey(db, tenant, wanted, 10)).toBeUndefined();
  const [newest] = await listIngestKeys(db, tenant);
  expect(newest?.id).not.toBe(key.id);
  await revokeIngestKey(db, tenant, newest!.id, 11);
  expect(await createIngestKey(db, tenant, wanted, 12)).toBeDefined();
});
