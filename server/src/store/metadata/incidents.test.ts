import { afterAll, beforeAll, expect, test } from 'vitest';
import { findIncidentTitles, keepIncidents } from './incidents.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { testIncident } from './test-findings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

test('titles are those of incidents of the project; a prediction, and an incident of others, has none', async () => {
  const { db } = metadata;
  const [own, other] = [await metadata.newTenant(), await metadata.newTenant()];
  const incidents = [testIncident('inc_1', { title: 'cart fails' }), testIncident('inc_2', { title: 'web is slow' })];
  await db.transaction().execute((trx) => keepIncidents(trx, own, incidents));
  const asked = ['inc_1', 'inc_1', 'inc_2', 'prd_1'];
  expect([...(await findIncidentTitles(db, own, asked))].sort()).toEqual([
    ['inc_1', 'cart fails'],
    ['inc_2', 'web is slow'],
  ]);
  expect((await findIncidentTitles(db, other, asked)).size).toBe(0);
  expect((await findIncidentTitles(db, own, [])).size).toBe(0);
});
