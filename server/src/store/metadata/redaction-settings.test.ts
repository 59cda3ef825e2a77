import { defaultRedactionSettings } from '@foreshock/model/redaction.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { changeRedactionSettings, findRedactionSettings } from './redaction-settings.ts';

let metadata: TestMetadata;

beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);

afterAll(() => metadata.remove());

const act = { by: 'ada', now: 1_000 };

test('a project that nobody has changed has the defaults, as version 0', async () => {
  const tenant = await metadata.newTenant();
  expect(await findRedactionSettings(metadata.db, tenant)).toMatchObject({
    version: 0,
    settings: defaultRedactionSettings,
  });
});

test('each change is a version of its own project, and the newest counts', async () => {
  const [one, other] = [await metadata.newTenant(), await metadata.newTenant()];
  const changed = { ...defaultRedactionSettings, keepPrivateAddresses: false };
  expect(await changeRedactionSettings(metadata.db, one, { basedOn: 0, settings: changed, ...act })).toMatchObject({
    ok: true,
  });
  const again = { ...changed, nationalIds: ['pl' as const] };
  expect(await changeRedactionSettings(metadata.db, one, { basedOn: 1, settings: again, ...act })).toMatchObject({
    ok: true,
    value: { version: 2 },
  });
  expect(await findRedactionSettings(metadata.db, one)).toEqual({
    version: 2,
    settings: again,
    changedBy: 'ada',
    changedAt: 1_000,
  });
  expect((await findRedactionSettings(metadata.db, other)).version).toBe(0);
});

test('a change of an older version is refused and changes nothing', async () => {
  const tenant = await metadata.newTenant();
  await changeRedactionSettings(metadata.db, tenant, { basedOn: 0, settings: defaultRedactionSettings, ...act });
  const late = await changeRedactionSettings(metadata.db, tenant, {
    basedOn: 0,
    settings: defaultRedactionSettings,
    ...act,
  });
  expect(late).toMatchObject({ ok: false, error: { code: 'state-conflict' } });
  expect((await findRedactionSettings(metadata.db, tenant)).version).toBe(1);
});
