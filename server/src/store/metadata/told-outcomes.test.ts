import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepFindings } from './findings.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { testFindings, testPrediction } from './test-findings.ts';
import { listStandingWords, selectSayings, tellOutcome } from './told-outcomes.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const id = 'prd_a' as PredictionId;

async function withPrediction(state: 'active' | 'closed'): Promise<TenantId> {
  const tenant = await metadata.newTenant();
  const outcome = state === 'closed' ? ('miss' as const) : ('pending' as const);
  const predictions = [testPrediction(id, { state, outcome, closedAt: 50 })];
  await keepFindings(metadata.db, tenant, testFindings(MINUTE, { predictions }), undefined);
  return tenant;
}

const word = (by: string, says: 'hit' | 'miss' | 'acted' | 'nothing', now: number) => ({ by, says, note: '', now });

test('each person has one vote, the last one counts, and taking it back leaves none', async () => {
  const { db } = metadata;
  const tenant = await withPrediction('closed');
  await tellOutcome(db, tenant, id, word('ada', 'miss', 1));
  await tellOutcome(db, tenant, id, word('bob', 'miss', 2));
  await tellOutcome(db, tenant, id, word('ada', 'acted', 3));
  expect((await listStandingWords(db, tenant, id)).map(({ by, says }) => `${by} ${says}`)).toEqual([
    'ada acted',
    'bob miss',
  ]);
  await tellOutcome(db, tenant, id, word('ada', 'nothing', 4));
  expect((await listStandingWords(db, tenant, id)).map(({ by }) => by)).toEqual(['bob']);
});

test('what is said is written once, by the next tick, and a tick that is repeated is given the same again', async () => {
  const { db } = metadata;
  const tenant = await withPrediction('closed');
  await tellOutcome(db, tenant, id, word('ada', 'acted', 1));
  await tellOutcome(db, tenant, id, word('ada', 'acted', 2));
  const first = await selectSayings(db, tenant, 2 * MINUTE, false);
  expect(first).toMatchObject([{ prediction: id, says: 'acted', toldAt: 1, number: 1 }]);
  expect(first[0]!.person).not.toContain('ada');
  await keepFindings(db, tenant, testFindings(2 * MINUTE), undefined, first);
  expect(await selectSayings(db, tenant, 3 * MINUTE, false)).toEqual([]);
  await tellOutcome(db, tenant, id, word('ada', 'nothing', 3));
  expect(await selectSayings(db, tenant, 2 * MINUTE, true)).toEqual(first);
  expect(await selectSayings(db, tenant, 3 * MINUTE, false)).toMatchObject([{ says: 'nothing', number: 2 }]);
});

test('a tick whose findings are there already notes nothing', async () => {
  const { db } = metadata;
  const tenant = await withPrediction('closed');
  await tellOutcome(db, tenant, id, word('ada', 'acted', 1));
  const told = await selectSayings(db, tenant, MINUTE, false);
  expect((await keepFindings(db, tenant, testFindings(MINUTE), undefined, told)).isNew).toBe(false);
  expect(await selectSayings(db, tenant, 2 * MINUTE, false)).toEqual(told);
});

test('of an open prediction one can say that somebody acted, and not that it came true', async () => {
  const { db } = metadata;
  const tenant = await withPrediction('active');
  expect(await tellOutcome(db, tenant, id, word('ada', 'hit', 1))).toMatchObject({ error: { code: 'state-conflict' } });
  expect(await tellOutcome(db, tenant, id, word('ada', 'acted', 1))).toMatchObject({ value: [{ says: 'acted' }] });
  const unknown = await tellOutcome(db, tenant, 'prd_none' as PredictionId, word('ada', 'acted', 1));
  expect(unknown).toMatchObject({ error: { code: 'prediction-not-found' } });
});

test('after a hundred changes of mind what became of it stays as it is', async () => {
  const { db } = metadata;
  const tenant = await withPrediction('closed');
  for (let now = 1; now <= 100; now += 1) await tellOutcome(db, tenant, id, word('ada', now % 2 ? 'miss' : 'hit', now));
  const refused = await tellOutcome(db, tenant, id, word('ada', 'nothing', 101));
  expect(refused).toMatchObject({ error: { code: 'state-conflict' } });
  expect(await listStandingWords(db, tenant, id)).toMatchObject([{ says: 'hit', at: 100 }]);
});
