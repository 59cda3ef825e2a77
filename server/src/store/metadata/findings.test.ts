import type { AnomalyId } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Exhaustion } from '@foreshock/model/exhaustion.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadAnalysisState } from './analysis-state.ts';
import { findAnomalies, listAnomalies } from './anomalies.ts';
import { findDataTrust } from './data-trust.ts';
import { listExhaustion } from './exhaustion.ts';
import { keepFindings } from './findings.ts';
import { findIncident, listIncidentActivity } from './incidents.ts';
import { readLedgerHead } from './ledger.ts';
import { loadMinerState, saveMinerState } from './miner-state.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { findPrediction, listPredictionRevisions } from './predictions.ts';
import { checkout, testAnomaly, testFindings, testForecast, testIncident, testPrediction } from './test-findings.ts';
import { listUnusual } from './unusual.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const full: Exhaustion = {
  series: 'ser_1',
  entity: checkout,
  measure: 'disk',
  unit: 'By',
  instance: 'data-0',
  current: 9,
  limit: 10,
  updatedAt: 1,
};

test('everything of a tick is kept, and the prediction points at its newest forecast row', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const anomaly = testAnomaly('ano_1', 10 * MINUTE);
  const prediction = testPrediction('prd_1');
  const incident = testIncident('inc_1');
  const minute = { minute: 10 * MINUTE, up: 12.5, down: -3, silent: false };
  const kept = await keepFindings(
    db,
    tenant,
    testFindings(11 * MINUTE, {
      anomalies: [anomaly],
      predictions: [prediction],
      incidents: [incident],
      activity: [
        { incident: incident.id, activity: { time: 5, kind: 'opened', by: 'foreshock', text: 'three services' } },
      ],
      ledger: [testForecast('prd_1', 0.6), testForecast('prd_other', 0.1), testForecast('prd_1', 0.7)],
      exhaustion: [full],
      unusual: [minute],
    }),
    Uint8Array.of(1, 2, 3),
  );
  expect(kept).toMatchObject({ isNew: true, ledger: [{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }] });
  expect(await findAnomalies(db, tenant, ['ano_1', 'ano_unknown'] as AnomalyId[])).toEqual([anomaly]);
  expect(await findPrediction(db, tenant, 'prd_1' as PredictionId)).toEqual({ ...prediction, ledgerSequence: 3 });
  expect(await findIncident(db, tenant, incident.id)).toEqual(incident);
  expect(await listIncidentActivity(db, tenant, incident.id)).toHaveLength(1);
  expect(await listExhaustion(db, tenant)).toEqual([full]);
  expect(await findDataTrust(db, tenant)).toMatchObject({ share: 1, reporting: 3 });
  expect(await listUnusual(db, tenant, { from: 0, to: 20 * MINUTE })).toEqual([minute]);
  expect(await loadAnalysisState(db, tenant)).toEqual({
    watermark: 11 * MINUTE,
    snapshot: { watermark: 11 * MINUTE, bytes: Uint8Array.of(1, 2, 3) },
  });
});

test('findings of the same or an earlier watermark change nothing', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const first = testFindings(5 * MINUTE, { ledger: [testForecast('prd_1', 0.6)], exhaustion: [full] });
  await keepFindings(db, tenant, first, Uint8Array.of(1));
  for (const watermark of [5 * MINUTE, 4 * MINUTE]) {
    const again = testFindings(watermark, {
      ledger: [testForecast('prd_2', 0.6)],
      anomalies: [testAnomaly('ano_2', 1)],
    });
    expect(await keepFindings(db, tenant, again, Uint8Array.of(2))).toEqual({ isNew: false, ledger: [] });
  }
  expect(await readLedgerHead(db, tenant)).toMatchObject({ sequence: 1 });
  expect(await listExhaustion(db, tenant)).toEqual([full]);
  expect(await findAnomalies(db, tenant, ['ano_2' as AnomalyId])).toEqual([]);
  expect((await loadAnalysisState(db, tenant))?.snapshot?.bytes).toEqual(Uint8Array.of(1));
});

test('a tick that cannot be kept whole is not kept at all', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const impossible = testFindings(MINUTE, {
    anomalies: [testAnomaly('ano_1', MINUTE)],
    predictions: [testPrediction('prd_1', { revision: 2 ** 40 })],
    ledger: [testForecast('prd_1', 0.5)],
  });
  await expect(keepFindings(db, tenant, impossible, Uint8Array.of(1))).rejects.toMatchObject({ code: '22003' });
  expect(await loadAnalysisState(db, tenant)).toBeUndefined();
  expect(await findAnomalies(db, tenant, ['ano_1' as AnomalyId])).toEqual([]);
  expect((await keepFindings(db, tenant, testFindings(MINUTE), undefined)).isNew).toBe(true);
});

test('each new revision gets a row, and the newest is what the prediction says', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  for (let revision = 1; revision <= 3; revision += 1) {
    const prediction = testPrediction('prd_1', { revision, updatedAt: revision * MINUTE });
    await keepFindings(db, tenant, testFindings(revision * MINUTE, { predictions: [prediction] }), undefined);
  }
  await keepFindings(
    db,
    tenant,
    testFindings(9 * MINUTE, { predictions: [testPrediction('prd_1', { revision: 3 })] }),
    undefined,
  );
  const revisions = await listPredictionRevisions(db, tenant, 'prd_1' as PredictionId);
  expect(revisions.map(({ revision, at }) => [revision, at])).toEqual([
    [1, MINUTE],
    [2, 2 * MINUTE],
    [3, 3 * MINUTE],
  ]);
});

test('the snapshot before stays, with its own watermark, when a tick brings none', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const large = new Uint8Array(700_000).map((_, index) => index * 31);
  await keepFindings(db, tenant, testFindings(MINUTE), large);
  await keepFindings(db, tenant, testFindings(2 * MINUTE), undefined);
  const state = await loadAnalysisState(db, tenant);
  expect(state).toMatchObject({ watermark: 2 * MINUTE, snapshot: { watermark: MINUTE } });
  expect(Buffer.compare(state!.snapshot!.bytes, large)).toBe(0);
  await keepFindings(db, tenant, testFindings(3 * MINUTE), Uint8Array.of(7));
  expect((await loadAnalysisState(db, tenant))?.snapshot).toEqual({ watermark: 3 * MINUTE, bytes: Uint8Array.of(7) });
}, 20_000);

test('anomalies of a range are those that were going on in it', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const other = 'ent_other' as EntityId;
  const anomalies = [
    testAnomaly('ano_over', 10, { end: 20, lastSeen: 20 }),
    testAnomaly('ano_open', 15),
    testAnomaly('ano_later', 50, { entity: other, end: 60, lastSeen: 60 }),
  ];
  await keepFindings(db, tenant, testFindings(MINUTE, { anomalies }), undefined);
  const check = async (from: number, to: number, ids: string[], entity?: EntityId) => {
    const found = await listAnomalies(db, tenant, { range: { from, to }, limit: 10, ...(entity && { entity }) });
    expect(found.map((anomaly) => anomaly.id)).toEqual(ids);
  };
  await check(0, 100, ['ano_later', 'ano_open', 'ano_over']);
  await check(30, 40, ['ano_open']);
  await check(20, 50, ['ano_open', 'ano_over']);
  await check(0, 10, []);
  await check(0, 100, ['ano_later'], other);
});

test('text that PostgreSQL refuses is cleaned, also in what is hashed', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const hostile = 'a\0b \ud83d';
  await keepFindings(
    db,
    tenant,
    testFindings(MINUTE, {
      anomalies: [testAnomaly('ano_1', 1, { measure: hostile })],
      incidents: [testIncident('inc_1', { title: hostile })],
      activity: [
        { incident: 'inc_1' as IncidentId, activity: { time: 1, kind: 'opened', by: hostile, text: hostile } },
      ],
      ledger: [{ ...testForecast('prd_1', 0.5), model: hostile }],
    }),
    undefined,
  );
  const clean = 'a\ufffdb \ufffd';
  expect(await findAnomalies(db, tenant, ['ano_1' as AnomalyId])).toMatchObject([{ measure: clean }]);
  expect(await listIncidentActivity(db, tenant, 'inc_1' as IncidentId)).toMatchObject([{ by: clean, text: clean }]);
});

test('one tenant sees nothing of another', async () => {
  const { db } = metadata;
  const [one, two] = [await metadata.newTenant(), await metadata.newTenant()];
  const found = testFindings(MINUTE, { predictions: [testPrediction('prd_1')], incidents: [testIncident('inc_1')] });
  await keepFindings(db, one, found, undefined);
  expect(await findPrediction(db, two, 'prd_1' as PredictionId)).toBeUndefined();
  expect(await findIncident(db, two, 'inc_1' as IncidentId)).toBeUndefined();
  expect(await loadAnalysisState(db, two)).toBeUndefined();
});

test('the miner gets back what it saved last, with the position', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  expect(await loadMinerState(db, tenant)).toBeUndefined();
  for (const [position, snapshot] of [
    ['p1', new Uint8Array(300_000).fill(5)],
    ['p2', Uint8Array.of(1)],
    ['p3', new Uint8Array(0)],
  ] as const) {
    await saveMinerState(db, tenant, { position, snapshot });
    expect(await loadMinerState(db, tenant)).toEqual({ position, snapshot });
  }
});
