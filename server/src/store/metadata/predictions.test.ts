import type { EntityId } from '@foreshock/model/entity.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepFindings } from './findings.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import {
  acknowledgePrediction,
  findPrediction,
  findPredictions,
  givePredictionFeedback,
  listPredictions,
  type PredictionQuery,
} from './predictions.ts';
import { snoozePrediction } from './snoozes.ts';
import { testFindings, testForecast, testOdds, testPrediction } from './test-findings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const id = 'prd_a' as PredictionId;

async function listedIds(tenant: TenantId, query: Partial<PredictionQuery>): Promise<string[]> {
  const page = await listPredictions(metadata.db, tenant, { limit: 100, ...query });
  if (!page.ok) throw new Error(page.error.message);
  return page.value.items.map((prediction) => prediction.id);
}

test('open ones come by the time to act by, those that are over newest first, in pages as in one', async () => {
  const tenant = await metadata.newTenant();
  const predictions = [
    testPrediction('prd_late', { actBy: 900 }),
    testPrediction('prd_soon', { actBy: 100 }),
    testPrediction('prd_soon2', { actBy: 100 }),
    testPrediction('prd_never'),
    testPrediction('prd_closed', { state: 'closed', outcome: 'hit', closedAt: 50 }),
    testPrediction('prd_closed_later', { state: 'closed', outcome: 'miss', closedAt: 60 }),
    testPrediction('prd_withdrawn', { state: 'withdrawn', updatedAt: 55 }),
  ];
  await keepFindings(metadata.db, tenant, testFindings(MINUTE, { predictions }), undefined);
  const order = ['prd_soon', 'prd_soon2', 'prd_late', 'prd_never', 'prd_closed_later', 'prd_withdrawn', 'prd_closed'];
  expect(await listedIds(tenant, {})).toEqual(order);
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listPredictions(metadata.db, tenant, { limit: 2, ...(cursor && { cursor }) });
    if (!page.ok) throw new Error(page.error.message);
    paged.push(...page.value.items.map((prediction) => prediction.id));
    cursor = page.value.next;
  } while (cursor !== undefined);
  expect(paged).toEqual(order);
});

test('each filter leaves out what does not fit it', async () => {
  const tenant = await metadata.newTenant();
  const other = 'ent_other' as EntityId;
  const predictions = [
    testPrediction('prd_a', { actBy: 100, odds: testOdds(0.9) }),
    testPrediction('prd_b', { actBy: 200, odds: testOdds(0.2), entity: other }),
    testPrediction('prd_c', { state: 'shadow', failure: 'disk_full', odds: testOdds(0.5) }),
  ];
  await keepFindings(metadata.db, tenant, testFindings(MINUTE, { predictions }), undefined);
  expect(await listedIds(tenant, { states: ['shadow', 'closed'] })).toEqual(['prd_c']);
  expect(await listedIds(tenant, { states: [] })).toEqual([]);
  expect(await listedIds(tenant, { entity: other })).toEqual(['prd_b']);
  expect(await listedIds(tenant, { failure: 'disk_full' })).toEqual(['prd_c']);
  expect(await listedIds(tenant, { minProbability: 0.5 })).toEqual(['prd_a', 'prd_c']);
  expect(await listedIds(tenant, { actByBefore: 200 })).toEqual(['prd_a']);
  expect(await findPredictions(metadata.db, tenant, ['prd_b', 'prd_x'] as PredictionId[])).toHaveLength(1);
});

test('a cursor of another list is refused', async () => {
  const tenant = await metadata.newTenant();
  expect(await listPredictions(metadata.db, tenant, { limit: 1, cursor: 'WzFd' })).toMatchObject({
    ok: false,
    error: { code: 'input-invalid' },
  });
});

test('what people marked and where the ledger stands survive later revisions', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const first = testFindings(MINUTE, { predictions: [testPrediction('prd_a')], ledger: [testForecast('prd_a', 0.7)] });
  await keepFindings(db, tenant, first, undefined);
  expect(await acknowledgePrediction(db, tenant, id, 'ada', 50)).toMatchObject({ ok: true });
  expect(await acknowledgePrediction(db, tenant, id, 'bob', 60)).toMatchObject({ value: { acknowledgedBy: 'ada' } });
  const asked = { forMs: 840 };
  const snooze = { by: 'ada', from: 60, until: 900 };
  expect(await snoozePrediction(db, tenant, id, asked, { by: 'ada', now: 60 })).toMatchObject({ value: { snooze } });
  const revised = testPrediction('prd_a', { revision: 2, acknowledgedBy: 'analysis', odds: testOdds(0.8) });
  await keepFindings(db, tenant, testFindings(2 * MINUTE, { predictions: [revised] }), undefined);
  expect(await findPrediction(db, tenant, id)).toMatchObject({
    revision: 2,
    odds: { probability: 0.8 },
    acknowledgedBy: 'ada',
    acknowledgedAt: 50,
    snooze,
    ledgerSequence: 1,
  });
  await keepFindings(db, tenant, testFindings(3 * MINUTE, { ledger: [testForecast('prd_a', 0.9)] }), undefined);
  expect(await findPrediction(db, tenant, id)).toMatchObject({ ledgerSequence: 2 });
});

test('marks that are refused', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const predictions = [testPrediction('prd_a'), testPrediction('prd_closed', { state: 'closed', closedAt: 5 })];
  await keepFindings(db, tenant, testFindings(MINUTE, { predictions }), undefined);
  const closed = 'prd_closed' as PredictionId;
  const unknown = 'prd_\0' as PredictionId;
  const vote = { by: 'ada', useful: true, note: '' };
  const cases = [
    [await acknowledgePrediction(db, tenant, unknown, 'ada', 1), 'prediction-not-found'],
    [await acknowledgePrediction(db, tenant, closed, 'ada', 1), 'state-conflict'],
    [await snoozePrediction(db, tenant, closed, { forMs: 9 }, { by: 'ada', now: 1 }), 'state-conflict'],
    [await snoozePrediction(db, tenant, id, { forMs: 0 }, { by: 'ada', now: 5 }), 'input-invalid'],
    [await snoozePrediction(db, tenant, unknown, { forMs: 9 }, { by: 'ada', now: 5 }), 'prediction-not-found'],
    [await givePredictionFeedback(db, tenant, unknown, vote, 1), 'prediction-not-found'],
  ] as const;
  for (const [result, code] of cases) expect(result).toMatchObject({ ok: false, error: { code } });
});

test('a person has one vote, and the later one counts', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  await keepFindings(db, tenant, testFindings(MINUTE, { predictions: [testPrediction('prd_a')] }), undefined);
  const vote = (by: string, useful: boolean) => givePredictionFeedback(db, tenant, id, { by, useful, note: 'n' }, 1);
  expect(await vote('ada', true)).toEqual({ ok: true, value: { useful: 1, notUseful: 0 } });
  expect(await vote('bob', true)).toEqual({ ok: true, value: { useful: 2, notUseful: 0 } });
  expect(await vote('ada', false)).toEqual({ ok: true, value: { useful: 1, notUseful: 1 } });
});
