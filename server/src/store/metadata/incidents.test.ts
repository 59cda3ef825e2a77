import { afterAll, beforeAll, expect, test } from 'vitest';
import { findIncidentTitles, keepIncidents, listIncidents } from './incidents.ts';
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

test('incidents that went on at a time were known then and not over', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const times = { startedAt: 1_000, detectedAt: 2_000 };
  const incidents = [
    testIncident('inc_open', times),
    testIncident('inc_over', { ...times, state: 'resolved', resolvedAt: 5_000 }),
    testIncident('inc_later', { startedAt: 1_000, detectedAt: 8_000 }),
  ];
  await db.transaction().execute((trx) => keepIncidents(trx, tenant, incidents));
  const at = async (goingOnAt: number): Promise<string[]> => {
    const page = await listIncidents(db, tenant, { limit: 10, goingOnAt });
    return page.ok ? page.value.items.map(({ id }) => id).sort() : [];
  };
  expect(await at(1_999)).toEqual([]);
  expect(await at(2_000)).toEqual(['inc_open', 'inc_over']);
  expect(await at(5_000)).toEqual(['inc_open']);
  expect(await at(8_000)).toEqual(['inc_later', 'inc_open']);
});
