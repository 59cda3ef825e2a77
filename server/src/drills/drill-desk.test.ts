import type { DrillCommand, DrillReport } from '@foreshock/model/drill.ts';
import { success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStillClock } from '../base/clock.ts';
import { findDrill } from '../store/metadata/drills.ts';
import { keepFindings } from '../store/metadata/findings.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from '../store/metadata/open-test-metadata.ts';
import { checkout, testFindings, testIncident } from '../store/metadata/test-findings.ts';
import type { ValueCount } from '../store/telemetry/telemetry-store.ts';
import { createDrillDesk, type DrillDeskTools } from './drill-desk.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const NOON = Date.UTC(2026, 10, 27, 12);
const request = { kind: 'memory', namespace: 'shop', course: 12 * MINUTE } as const;
const fault = {
  variant: 'steady-leak',
  failure: 'out_of_memory',
  rootCause: 'shop/checkout',
  touches: ['shop/checkout'],
  reach: ['shop/checkout'],
} as const;

/** A desk of a project whose telemetry has these labels, with something that makes faults as told. */
async function open(labels: readonly string[] = ['allowed'], answers = true) {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const clock = createStillClock(NOON);
  const sent: DrillCommand[] = [];
  const topology = { entities: new Map([[checkout, { name: 'shop/checkout' }]]), relations: [] };
  // Of the store only these two are asked.
  const telemetry = {
    selectTopValues: async () => success(labels.map((value): ValueCount => ({ value, count: 1 }))),
    selectTopology: async () => success(topology),
  };
  const store = { tenant: () => telemetry } as unknown as DrillDeskTools['store'];
  const report = (
    id: string,
    more: Partial<Extract<DrillReport, { state: 'running' | 'over' }>> = {},
  ): DrillReport => ({
    id,
    state: 'running',
    startedAt: NOON,
    fault,
    others: [],
    ...more,
  });
  const desk = createDrillDesk({
    db,
    store,
    clock,
    tenant,
    send(command) {
      sent.push(command);
      if (answers && command.do === 'start') void desk.hear(report(command.plan.id));
    },
  });
  const tick = (watermark: number, found = {}) => keepFindings(db, tenant, testFindings(watermark, found), undefined);
  await tick(NOON - MINUTE);
  return { db, tenant, clock, sent, desk, report, tick };
}

async function begin(desk: Awaited<ReturnType<typeof open>>['desk'], tenant: TenantId): Promise<string> {
  const begun = await desk.start(tenant, request, 'ana');
  if (!begun.ok) throw new Error(begun.error.message);
  return begun.value.id;
}

test('a namespace whose telemetry does not carry the label, or another value of it, is not touched', async () => {
  for (const labels of [[], [''], ['denied'], ['allowed', 'denied']]) {
    const { desk, tenant, sent } = await open(labels);
    const refused = await desk.start(tenant, request, 'ana');
    expect(refused, labels.join()).toMatchObject({ ok: false, error: { code: 'state-conflict' } });
    expect(refused.ok ? '' : refused.error.message).toContain('foreshock/drill=allowed');
    expect(sent).toEqual([]);
  }
});

test('a project without anything that makes faults is told what to do in a cluster of its own', async () => {
  const { desk } = await open();
  const refused = await desk.start(await metadata.newTenant(), request, 'ana');
  expect(refused).toMatchObject({ ok: false, error: { message: expect.stringContaining('Chaos Mesh') } });
});

test('while analysis is behind, a drill is refused', async () => {
  const { desk, tenant, clock } = await open();
  clock.advance(10 * MINUTE);
  expect(await desk.start(tenant, request, 'ana')).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('not up to date') },
  });
});

test('a drill runs, is repaired, and is done when what it left is analysed', async () => {
  const { desk, db, tenant, sent, report, tick } = await open();
  const id = await begin(desk, tenant);
  expect(sent).toMatchObject([{ do: 'start', plan: { id, kind: 'memory', namespace: 'shop' } }]);
  expect(await findDrill(db, tenant, id)).toMatchObject({ state: 'running', startedAt: NOON, fault });
  expect(await desk.start(tenant, request, 'bo')).toMatchObject({ ok: false, error: { code: 'state-conflict' } });
  const incident = testIncident('inc_a', { startedAt: NOON + 9 * MINUTE, detectedAt: NOON + 10 * MINUTE });
  await tick(NOON + 11 * MINUTE, { incidents: [incident] });
  await desk.hear(report(id, { onset: NOON + 8 * MINUTE }));
  await desk.follow();
  expect(await findDrill(db, tenant, id)).toMatchObject({
    state: 'running',
    result: { incident: { id: 'inc_a', after: 10 * MINUTE, afterHarm: 2 * MINUTE } },
  });
  await desk.hear(report(id, { state: 'over', onset: NOON + 8 * MINUTE, endedAt: NOON + 13 * MINUTE }));
  await tick(NOON + 17 * MINUTE);
  await desk.follow();
  expect((await findDrill(db, tenant, id))?.state).toBe('settling');
  await tick(NOON + 18 * MINUTE);
  await desk.follow();
  expect(await findDrill(db, tenant, id)).toMatchObject({ state: 'done', result: { until: NOON + 18 * MINUTE } });
});

test('stopping asks for the repair and says who did; a second time nothing is asked', async () => {
  const { desk, tenant, sent, report } = await open();
  const id = await begin(desk, tenant);
  expect(await desk.stop(tenant, id, 'bo')).toMatchObject({ ok: true, value: { stoppedBy: 'bo' } });
  expect(sent.at(-1)).toEqual({ do: 'stop', id });
  await desk.hear(report(id, { state: 'over', endedAt: NOON + MINUTE }));
  expect(await desk.stop(tenant, id, 'cy')).toMatchObject({ ok: true, value: { state: 'settling', stoppedBy: 'bo' } });
  expect(sent).toHaveLength(2);
  expect(await desk.stop(tenant, 'drl_none', 'bo')).toMatchObject({ ok: false, error: { code: 'drill-not-found' } });
});

test('when what makes the faults is gone, a start is refused and an open drill is lost', async () => {
  const { desk, db, tenant } = await open();
  const id = await begin(desk, tenant);
  await desk.hear(undefined);
  expect(await findDrill(db, tenant, id)).toMatchObject({ state: 'lost', endedAt: NOON });
  const silent = await open(['allowed'], false);
  const starting = silent.desk.start(silent.tenant, request, 'ana');
  while (silent.sent.length === 0) await new Promise(setImmediate);
  await silent.desk.hear(undefined);
  expect(await starting).toMatchObject({ ok: false, error: { message: expect.stringContaining('not running') } });
});

test('what is refused where the faults are made is refused with that reason', async () => {
  const { desk, db, tenant, sent } = await open(['allowed'], false);
  const starting = desk.start(tenant, { ...request, target: 'billing' }, 'ana');
  while (sent.length === 0) await new Promise(setImmediate);
  const [command] = sent;
  const id = command?.do === 'start' ? command.plan.id : '';
  await desk.hear({ id, state: 'refused', reason: 'the cluster has no workload billing' });
  expect(await starting).toMatchObject({ ok: false, error: { code: 'input-invalid' } });
  expect(await findDrill(db, tenant, id)).toMatchObject({
    state: 'refused',
    reason: 'the cluster has no workload billing',
  });
});

test('a drill that an earlier run left open is stopped at the start, and is lost when nobody reports its end', async () => {
  const { desk, db, tenant, clock, sent } = await open();
  const id = await begin(desk, tenant);
  await desk.recover();
  expect(sent.at(-1)).toEqual({ do: 'stop', id });
  clock.advance(25 * MINUTE);
  await desk.follow();
  expect((await findDrill(db, tenant, id))?.state).toBe('lost');
});
