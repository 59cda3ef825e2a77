import type { EntityId } from '@foreshock/model/entity.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepFindings } from './findings.ts';
import {
  acknowledgeIncident,
  declareIncident,
  dismissIncident,
  mergeIncident,
  resolveIncident,
} from './incident-commands.ts';
import { findIncident, type IncidentQuery, listIncidentActivity, listIncidents } from './incidents.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { checkout, testFindings, testIncident } from './test-findings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const [a, b] = ['inc_a', 'inc_b'] as [IncidentId, IncidentId];
const act = { by: 'ada', now: 5_000, note: 'on it' };

async function listedIds(tenant: TenantId, query: Partial<IncidentQuery>): Promise<string[]> {
  const page = await listIncidents(metadata.db, tenant, { limit: 100, ...query });
  if (!page.ok) throw new Error(page.error.message);
  return page.value.items.map((incident) => incident.id);
}

/** Analysis goes on and knows nothing of what people said. */
async function analyse(tenant: TenantId, minute: number, ...incidents: ReturnType<typeof testIncident>[]) {
  await keepFindings(metadata.db, tenant, testFindings(minute * MINUTE, { incidents }), undefined);
}

test('an acknowledged incident keeps its first name through later updates, and ends resolved', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  await analyse(tenant, 1, testIncident('inc_a'));
  expect(await acknowledgeIncident(db, tenant, a, act)).toMatchObject({ value: { state: 'acknowledged' } });
  expect(await acknowledgeIncident(db, tenant, a, { ...act, by: 'bob' })).toMatchObject({
    value: { acknowledgedBy: 'ada' },
  });
  await analyse(tenant, 2, testIncident('inc_a', { severity: 'critical' }));
  expect(await findIncident(db, tenant, a)).toMatchObject({ state: 'acknowledged', severity: 'critical' });
  expect(await listedIds(tenant, { states: ['acknowledged'] })).toEqual([a]);
  await analyse(tenant, 3, testIncident('inc_a', { state: 'resolved', resolvedAt: 9_000 }));
  expect(await findIncident(db, tenant, a)).toMatchObject({ state: 'resolved', acknowledgedBy: 'ada' });
  expect(await listIncidentActivity(db, tenant, a)).toEqual([
    { time: 5_000, kind: 'acknowledged', by: 'ada', text: 'on it' },
  ]);
});

test('an incident that was resolved by hand stays so until it comes back', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  await analyse(tenant, 1, testIncident('inc_a'));
  expect(await resolveIncident(db, tenant, a, act)).toMatchObject({ value: { state: 'resolved', resolvedAt: 5_000 } });
  expect(await resolveIncident(db, tenant, a, act)).toMatchObject({ ok: true });
  await analyse(tenant, 2, testIncident('inc_a'));
  expect(await findIncident(db, tenant, a)).toMatchObject({ state: 'resolved' });
  await analyse(tenant, 3, testIncident('inc_a', { reopened: 1 }));
  expect(await findIncident(db, tenant, a)).toMatchObject({ state: 'open' });
  expect(await listedIds(tenant, { states: ['open'] })).toEqual([a]);
  expect(await listIncidentActivity(db, tenant, a)).toHaveLength(1);
});

test('a dismissed incident needs a reason and stays dismissed', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  await analyse(tenant, 1, testIncident('inc_a'));
  expect(await dismissIncident(db, tenant, a, { ...act, note: '  ' })).toMatchObject({
    error: { code: 'input-invalid' },
  });
  expect(await findIncident(db, tenant, a)).toMatchObject({ state: 'open' });
  expect(await dismissIncident(db, tenant, a, { ...act, note: 'a load test' })).toMatchObject({ ok: true });
  await analyse(tenant, 2, testIncident('inc_a', { reopened: 3 }));
  expect(await findIncident(db, tenant, a)).toMatchObject({ state: 'dismissed', dismissedReason: 'a load test' });
  for (const refused of [await acknowledgeIncident(db, tenant, a, act), await resolveIncident(db, tenant, a, act)]) {
    expect(refused).toMatchObject({ error: { code: 'state-conflict' } });
  }
});

test('a merged incident says into which, and both tell of it', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  await analyse(tenant, 1, testIncident('inc_a'), testIncident('inc_b'));
  expect(await mergeIncident(db, tenant, a, a, act)).toMatchObject({ error: { code: 'input-invalid' } });
  expect(await mergeIncident(db, tenant, a, 'inc_x' as IncidentId, act)).toMatchObject({
    error: { code: 'incident-not-found' },
  });
  expect(await mergeIncident(db, tenant, a, b, act)).toMatchObject({ value: { state: 'merged', mergedInto: b } });
  await analyse(tenant, 2, testIncident('inc_a'));
  expect(await findIncident(db, tenant, a)).toMatchObject({ state: 'merged', mergedInto: b });
  expect((await listIncidentActivity(db, tenant, a)).map((line) => line.kind)).toEqual(['merged']);
  expect((await listIncidentActivity(db, tenant, b)).map((line) => line.kind)).toEqual(['merged']);
  expect(await mergeIncident(db, tenant, b, a, act)).toMatchObject({ error: { code: 'state-conflict' } });
});

test('a declared incident is open at once, and the same call again is the same incident', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const declared = { title: 'payments\0 fail', severity: 'critical', entity: checkout, startedAt: 4_000 } as const;
  const incident = await declareIncident(db, tenant, declared, act);
  expect(incident).toMatchObject({ state: 'open', origin: 'declared', title: 'payments\ufffd fail' });
  expect(await declareIncident(db, tenant, declared, act)).toEqual(incident);
  expect(await listedIds(tenant, {})).toEqual([incident.id]);
  expect(await listIncidentActivity(db, tenant, incident.id)).toHaveLength(1);
});

test('the list has open ones first, then the newest start, in pages as in one, and filters', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const other = 'ent_other' as EntityId;
  await analyse(
    tenant,
    1,
    testIncident('inc_old', { startedAt: 10 }),
    testIncident('inc_new', { startedAt: 90 }),
    testIncident('inc_new2', { startedAt: 90 }),
    testIncident('inc_past', { startedAt: 20, state: 'resolved', resolvedAt: 40 }),
    testIncident('inc_past2', {
      startedAt: 50,
      state: 'resolved',
      resolvedAt: 60,
      entities: [{ entity: other, role: 'cause' }],
    }),
  );
  const order = ['inc_new', 'inc_new2', 'inc_old', 'inc_past2', 'inc_past'];
  expect(await listedIds(tenant, {})).toEqual(order);
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIncidents(db, tenant, { limit: 2, ...(cursor && { cursor }) });
    if (!page.ok) throw new Error(page.error.message);
    paged.push(...page.value.items.map((incident) => incident.id));
    cursor = page.value.next;
  } while (cursor !== undefined);
  expect(paged).toEqual(order);
  expect(await listedIds(tenant, { states: ['resolved'] })).toEqual(['inc_past2', 'inc_past']);
  expect(await listedIds(tenant, { entity: other })).toEqual(['inc_past2']);
  expect(await listedIds(tenant, { range: { from: 45, to: 55 } })).toEqual(['inc_old', 'inc_past2']);
});
