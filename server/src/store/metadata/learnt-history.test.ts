import { afterAll, beforeAll, expect, test } from 'vitest';
import { findLearntHistory, mayNotify, noteHistory, startNotifying } from './learnt-history.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { changeProjectSettings } from './project-settings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const range = { from: 100, until: 900 };

test('nothing may notify from the moment history is met until a person starts it, and of its minutes never', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  expect(await findLearntHistory(db, tenant)).toBeUndefined();
  expect(mayNotify(undefined, 500)).toBe(true);
  await noteHistory(db, tenant, range, 1_000);
  const noted = await findLearntHistory(db, tenant);
  expect(noted).toMatchObject({ ...range, version: 1, notifies: false, changedBy: 'analysis' });
  expect([mayNotify(noted, 500), mayNotify(noted, 2_000)]).toEqual([false, false]);
  const started = await startNotifying(db, tenant, { basedOn: 1, by: 'ada', now: 2_000 });
  expect(started).toMatchObject({ ok: true, value: { ...range, version: 2, notifies: true, changedBy: 'ada' } });
  const after = await findLearntHistory(db, tenant);
  expect([mayNotify(after, 899), mayNotify(after, 900)]).toEqual([false, true]);
});

test('history that is known stays as it is when it is met again', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  await noteHistory(db, tenant, range, 1_000);
  await noteHistory(db, tenant, { from: 500, until: 5_000 }, 6_000);
  expect(await findLearntHistory(db, tenant)).toMatchObject({ ...range, version: 1 });
});

test('starting is refused without history, twice, and by who looked at another version', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const start = (basedOn: number) => startNotifying(db, tenant, { basedOn, by: 'ada', now: 2_000 });
  expect(await start(0)).toMatchObject({
    error: { code: 'state-conflict', message: expect.stringMatching(/no history/) },
  });
  await noteHistory(db, tenant, range, 1_000);
  expect(await start(7)).toMatchObject({ error: { code: 'state-conflict' } });
  expect((await start(1)).ok).toBe(true);
  expect(await start(2)).toMatchObject({ error: { message: expect.stringMatching(/ada has started/) } });
});

test('a value of a newer program holds back', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  await changeProjectSettings(db, tenant, 'history', { basedOn: 0, value: { stages: 3 }, by: 'ada', now: 700 });
  expect(mayNotify(await findLearntHistory(db, tenant), 10_000)).toBe(false);
});
