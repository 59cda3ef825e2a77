import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { changeProjectSettings } from './project-settings.ts';
import { changeWarningPolicy, findWarningPolicy } from './warning-policies.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const policy = { thresholds: { disk_full: 0.7 }, pagesPerWeek: 3 } as const;

test('what was set is read again with its version, and who was slower is told', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  expect(await findWarningPolicy(db, tenant)).toEqual({ version: 0, policy: { thresholds: {} } });
  const kept = { version: 1, policy, changedAt: 5, changedBy: 'ada' };
  const change = { basedOn: 0, policy, by: 'ada', now: 5 };
  expect(await changeWarningPolicy(db, tenant, change)).toEqual({ ok: true, value: kept });
  expect(await findWarningPolicy(db, tenant)).toEqual(kept);
  expect(await changeWarningPolicy(db, tenant, change)).toMatchObject({ error: { code: 'state-conflict' } });
});

test('failures of a newer program and values that cannot be read set nothing', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const put = (basedOn: number, value: unknown) =>
    changeProjectSettings(db, tenant, 'warnings', { basedOn, value, by: 'ada', now: 1 });
  await put(0, { thresholds: { disk_full: 0.7, of_tomorrow: 0.5 } });
  expect((await findWarningPolicy(db, tenant)).policy).toEqual({ thresholds: { disk_full: 0.7 } });
  await put(1, { thresholds: { disk_full: 7 } });
  expect((await findWarningPolicy(db, tenant)).policy).toEqual({ thresholds: {} });
});
