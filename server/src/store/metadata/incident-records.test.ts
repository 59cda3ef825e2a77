import type { EntityId } from '@foreshock/model/entity.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepFindings } from './findings.ts';
import { inTransaction } from './in-transaction.ts';
import { dismissIncident, resolveIncident } from './incident-commands.ts';
import { findIncidentRecords, forgetOldest, listFingerprints, recordPastIncidents } from './incident-records.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { checkout, testAnomaly, testFindings, testIncident } from './test-findings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const id = 'inc_1' as IncidentId;
const ids = ['inc_1', 'inc_2', 'inc_3', 'inc_4'] as IncidentId[];
const anomalies = [testAnomaly('ano_1', MINUTE), testAnomaly('ano_2', 2 * MINUTE)];
const cart = 'ent_cart' as EntityId;
const leading: Hypothesis = {
  id: 'hyp_1',
  entity: cart,
  cause: 'change',
  state: 'leading',
  sentence: 'cart was changed',
  score: 2,
  terms: {},
  confidence: 'high',
  path: [],
  for: [],
  against: [],
};
const over = (fields: Partial<Incident> = {}) =>
  testIncident(id, {
    state: 'resolved',
    resolvedAt: 9 * MINUTE,
    closure: 'all-clear',
    anomalies: anomalies.map((one) => one.id),
    hypotheses: [leading],
    ...fields,
  });

async function keep(tenant: TenantId, watermark: number, incident: Incident) {
  return keepFindings(metadata.db, tenant, testFindings(watermark, { anomalies, incidents: [incident] }), undefined);
}

test('an incident that ends leaves one record of what it was, in the transaction of its tick', async () => {
  const tenant = await metadata.newTenant();
  await keep(tenant, 10 * MINUTE, over());
  expect((await keep(tenant, 10 * MINUTE, over({ title: 'of a tick that is there' }))).isNew).toBe(false);
  expect(await findIncidentRecords(metadata.db, tenant, ids)).toEqual([
    {
      id,
      title: 'checkout is slow',
      severity: 'major',
      startedAt: 1_000,
      endedAt: 9 * MINUTE,
      closure: 'all-clear',
      fingerprint: [{ entity: checkout, signal: 'metrics', kind: 'latency' }],
      cause: { entity: cart, cause: 'change' },
      actions: [],
      foretold: [],
    },
  ]);
});

test('what others are compared with is the kinds of anomalies and of cause of those that started before', async () => {
  const tenant = await metadata.newTenant();
  await keep(tenant, 10 * MINUTE, over());
  await keep(
    tenant,
    11 * MINUTE,
    testIncident('inc_2', { state: 'resolved', resolvedAt: 10 * MINUTE, startedAt: 500 }),
  );
  const fingerprint = [{ entity: checkout, signal: 'metrics', kind: 'latency' }];
  const [late, first] = [
    { id: 'inc_2', fingerprint: [], cause: null },
    { id, fingerprint, cause: 'change' },
  ];
  expect(await listFingerprints(metadata.db, tenant, 1_001)).toEqual([late, first]);
  expect(await listFingerprints(metadata.db, tenant, 1_000)).toEqual([late]);
});

test('one that opens again has none until it is over again', async () => {
  const tenant = await metadata.newTenant();
  await keep(tenant, 10 * MINUTE, over());
  await keep(tenant, 11 * MINUTE, testIncident(id, { reopened: 1 }));
  expect(await findIncidentRecords(metadata.db, tenant, ids)).toEqual([]);
  await keep(tenant, 12 * MINUTE, over({ reopened: 1, resolvedAt: 12 * MINUTE }));
  expect(await findIncidentRecords(metadata.db, tenant, ids)).toMatchObject([{ id, endedAt: 12 * MINUTE }]);
});

test('one that a person resolves leaves a record, and one that is dismissed none', async () => {
  const tenant = await metadata.newTenant();
  const act = { by: 'ada', now: 20 * MINUTE, note: 'no incident' };
  await keep(tenant, 10 * MINUTE, testIncident(id));
  await resolveIncident(metadata.db, tenant, id, act);
  expect(await findIncidentRecords(metadata.db, tenant, ids)).toMatchObject([
    { id, closure: 'by-hand', endedAt: act.now },
  ]);
  await dismissIncident(metadata.db, tenant, id, act);
  expect(await findIncidentRecords(metadata.db, tenant, ids)).toEqual([]);
});

test('the oldest are forgotten first', async () => {
  const tenant = await metadata.newTenant();
  const incidents = [1, 2, 3, 4].map((n) => testIncident(`inc_${n}`, { state: 'resolved', resolvedAt: n * MINUTE }));
  await keepFindings(metadata.db, tenant, testFindings(10 * MINUTE, { incidents }), undefined);
  await inTransaction(metadata.db, (trx) => forgetOldest(trx, tenant, 2));
  expect((await findIncidentRecords(metadata.db, tenant, ids)).map((one) => one.id)).toEqual(['inc_4', 'inc_3']);
});

test('what an older release ended gets its record once, and of one that is open none is made', async () => {
  const tenant = await metadata.newTenant();
  const open = testIncident('inc_2');
  const found = testFindings(10 * MINUTE, { anomalies, incidents: [over(), open] });
  await keepFindings(metadata.db, tenant, found, undefined);
  const [record] = await findIncidentRecords(metadata.db, tenant, ids);
  await metadata.db.deleteFrom('incident_records').where('tenant', '=', tenant).execute();
  expect(await recordPastIncidents(metadata.db, tenant)).toBe(1);
  expect(await findIncidentRecords(metadata.db, tenant, ids)).toEqual([record]);
  expect(await recordPastIncidents(metadata.db, tenant)).toBe(0);
});
