import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { findUnlearntHistory, noteLearningBegan, noteUnlearntHistory } from './unlearnt-history.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

test('where analysis began stays once something was learnt, whatever it finds after a restart', async () => {
  const tenant = await metadata.newTenant();
  expect(await noteLearningBegan(metadata.db, tenant, 900, true)).toBe(900);
  expect(await noteLearningBegan(metadata.db, tenant, 500, true)).toBe(500);
  expect(await noteLearningBegan(metadata.db, tenant, 100, false)).toBe(500);
});

test('history that taught nothing is known by its newest range, and of another project nothing is', async () => {
  const [one, other] = [await metadata.newTenant(), await metadata.newTenant()];
  await noteUnlearntHistory(metadata.db, one, { from: 50, to: 90, noticedAt: 100 });
  await noteUnlearntHistory(metadata.db, one, { from: 10, to: 90, noticedAt: 200 });
  expect(await findUnlearntHistory(metadata.db, one)).toEqual({ from: 10, to: 90, noticedAt: 200 });
  expect(await findUnlearntHistory(metadata.db, other)).toBeUndefined();
});
