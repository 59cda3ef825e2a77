import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { changeProjectSettings } from './project-settings.ts';
import { changeQuota, findQuota, listQuotas } from './quotas.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

test('a quota is the newest that was set, of its own project, and nothing before', async () => {
  const { db } = metadata;
  const [tenant, other] = [await metadata.newTenant(), await metadata.newTenant()];
  expect(await findQuota(db, tenant)).toEqual({ version: 0, quota: {} });
  const by = { by: 'ada', now: 1 };
  await changeQuota(db, tenant, { ...by, basedOn: 0, quota: { recordsPerSecond: 10 } });
  const second = await changeQuota(db, tenant, { ...by, basedOn: 1, quota: { bytesPerSecond: 5_000 } });
  expect(second).toEqual({ ok: true, value: { version: 2, quota: { bytesPerSecond: 5_000 } } });
  expect(await findQuota(db, tenant)).toEqual({ version: 2, quota: { bytesPerSecond: 5_000 } });
  expect(await findQuota(db, other)).toEqual({ version: 0, quota: {} });
  const stale = await changeQuota(db, tenant, { ...by, basedOn: 1, quota: {} });
  expect(!stale.ok && stale.error.code).toBe('state-conflict');
  expect((await listQuotas(db)).filter((each) => each.tenant === tenant || each.tenant === other)).toEqual([
    { tenant, quota: { bytesPerSecond: 5_000 } },
  ]);
});

test('a value that cannot be read sets nothing', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const change = { basedOn: 0, value: { recordsPerSecond: 'many' }, by: 'a newer program', now: 1 };
  await changeProjectSettings(db, tenant, 'quota', change);
  expect(await findQuota(db, tenant)).toEqual({ version: 1, quota: {} });
});
