import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import {
  changeProjectSettings,
  findNewestVersions,
  findProjectSettings,
  findSettingsVersion,
  listNewestVersions,
  listSettingsVersions,
} from './project-settings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

test('each change is a version that stays, and the newest counts', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  expect(await findProjectSettings(db, tenant, 'noise')).toBeUndefined();
  const first = await changeProjectSettings(db, tenant, 'noise', { basedOn: 0, value: { a: 1 }, by: 'ada', now: 10 });
  const second = await changeProjectSettings(db, tenant, 'noise', { basedOn: 1, value: { a: 2 }, by: 'bob', now: 20 });
  expect([first, second]).toMatchObject([{ ok: true }, { ok: true, value: { version: 2 } }]);
  expect(await findProjectSettings(db, tenant, 'noise')).toEqual({
    version: 2,
    changedAt: 20,
    changedBy: 'bob',
    value: { a: 2 },
  });
  expect((await listSettingsVersions(db, tenant, 'noise', 10)).map(({ version }) => version)).toEqual([2, 1]);
  expect((await listNewestVersions(db, 'noise')).get(tenant)).toBe(2);
  expect((await findSettingsVersion(db, tenant, 'noise', 1))?.value).toEqual({ a: 1 });
  expect(await findSettingsVersion(db, tenant, 'noise', 3)).toBeUndefined();
});

test('the newest versions of several projects and areas are one question', async () => {
  const [one, two, three] = [await metadata.newTenant(), await metadata.newTenant(), await metadata.newTenant()];
  for (const basedOn of [0, 1])
    await changeProjectSettings(metadata.db, one, 'noise', { basedOn, value: 1, by: 'ada', now: 10 });
  await changeProjectSettings(metadata.db, two, 'redaction', { basedOn: 0, value: 1, by: 'ada', now: 10 });
  await changeProjectSettings(metadata.db, three, 'noise', { basedOn: 0, value: 1, by: 'ada', now: 10 });
  const newest = await findNewestVersions(metadata.db, [one, two], ['noise', 'redaction']);
  expect([newest(one, 'noise'), newest(one, 'redaction'), newest(two, 'noise'), newest(two, 'redaction')]).toEqual([
    2, 0, 0, 1,
  ]);
  expect(newest(three, 'noise'), 'it was not asked about').toBe(0);
});

test('a change of what somebody else changed meanwhile is refused', async () => {
  const tenant = await metadata.newTenant();
  const change = { basedOn: 0, value: [], by: 'ada', now: 10 };
  const both = await Promise.all([
    changeProjectSettings(metadata.db, tenant, 'noise', change),
    changeProjectSettings(metadata.db, tenant, 'noise', change),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'state-conflict' } });
});

test('areas and projects do not see one another', async () => {
  const tenant = await metadata.newTenant();
  const other = await metadata.newTenant();
  await changeProjectSettings(metadata.db, tenant, 'noise', { basedOn: 0, value: 1, by: 'ada', now: 10 });
  expect(await findProjectSettings(metadata.db, tenant, 'redaction')).toBeUndefined();
  expect(await findProjectSettings(metadata.db, other, 'noise')).toBeUndefined();
});
