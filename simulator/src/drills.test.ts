import {
  DRILL_ATTRIBUTE,
  type DrillKind,
  type DrillPlan,
  type DrillReport,
  drillKinds,
} from '@foreshock/model/drill.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { type Cluster, createCluster, type Step } from './create-cluster.ts';
import { createDrills } from './drills.ts';
import { shop } from './shop.ts';
import { createSimulation } from './simulation.ts';

/** Noon of a Tuesday. */
const START = Date.UTC(2026, 0, 6, 12);
const COURSE = 10 * MINUTE;

function plan(kind: DrillKind, fields: Partial<DrillPlan> = {}): DrillPlan {
  return { id: `drl_${kind}`, kind, namespace: 'shop', course: COURSE, ...fields };
}

function quietShop(spec = shop) {
  const simulation = createSimulation({ seed: 4, start: START, faults: [], spec });
  const drills = createDrills(simulation);
  return {
    drills,
    pass(minutes: number): DrillReport | undefined {
      for (let step = 0; step < minutes * 6; step++) simulation.step();
      return drills.report();
    },
  };
}

for (const kind of drillKinds) {
  test(`a drill of ${kind} does harm to what it touches, and is repaired by itself`, () => {
    const { drills, pass } = quietShop();
    expect(drills.start(plan(kind))).toMatchObject({ state: 'running', startedAt: START });
    // The course, the longest overtime, and a step.
    const report = pass(21);
    if (report?.state !== 'over') throw new Error(`the drill is ${report?.state}`);
    const { onset, endedAt, fault } = report;
    expect(onset).toBeGreaterThan(START);
    expect(endedAt).toBeGreaterThanOrEqual(onset!);
    expect(endedAt! - START).toBeLessThanOrEqual(COURSE + 10 * MINUTE);
    expect(fault.touches).toContain(fault.rootCause);
    expect(fault.reach).toEqual(expect.arrayContaining([...fault.touches]));
    expect(fault.rootCause).toMatch(/^shop\//);
    expect(report.others).toEqual([]);
  }, 20_000);
}

test('a namespace without the label is not touched', () => {
  const { drills, pass } = quietShop({ ...shop, namespaceLabels: {} });
  expect(drills.start(plan('memory'))).toMatchObject({ state: 'refused', reason: expect.stringContaining('no label') });
  const { drills: labelled } = quietShop();
  const elsewhere = labelled.start(plan('memory', { namespace: 'batch' }));
  expect(elsewhere).toMatchObject({ state: 'refused', reason: expect.stringContaining('no namespace batch') });
  expect(pass(1)).toBeUndefined();
});

test('a workload that is not there, or that cannot fail so, is refused with the reason', () => {
  const { drills } = quietShop();
  expect(drills.start(plan('memory', { target: 'billing' }))).toMatchObject({
    state: 'refused',
    reason: 'the cluster has no workload billing',
  });
  expect(drills.start(plan('pool', { target: 'web' }))).toMatchObject({ state: 'refused' });
});

test('there is one drill at a time, and stopping it repairs the fault at once', () => {
  const { drills, pass } = quietShop();
  drills.start(plan('disk', { id: 'first' }));
  expect(drills.start(plan('dns', { id: 'second' }))).toMatchObject({ id: 'second', state: 'refused' });
  pass(2);
  expect(drills.stop('first')).toMatchObject({ id: 'first', state: 'over', endedAt: START + 2 * MINUTE });
  expect(drills.start(plan('dns', { id: 'second' }))).toMatchObject({ id: 'second', state: 'running' });
  expect(drills.stop('first')).toMatchObject({ id: 'first', state: 'refused' });
});

/** Steps in which half of the look-ups and more fail. */
function withoutName(): Step[] {
  const cluster: Cluster = createCluster({ seed: 6, start: START, faults: [], sampling: 0.02 });
  cluster.drills.start(plan('dns', { target: 'payments', course: 2 * MINUTE }));
  return Array.from({ length: 24 }, () => cluster.step()).slice(12);
}

test('callers of a name that is gone say so in spans and in lines, and nobody serves the call', () => {
  const steps = withoutName();
  const spans = steps.flatMap((step) => step.spans.map(({ record }) => record));
  const lost = spans.filter(({ attributes }) => attributes?.['error.type'] === 'java.net.UnknownHostException');
  expect(lost.length).toBeGreaterThan(10);
  const parents = new Set(spans.map(({ parentSpanId }) => Buffer.from(parentSpanId ?? []).toString('hex')));
  for (const span of lost) {
    expect(span.attributes).toMatchObject({ 'server.address': 'payments' });
    expect(span.statusMessage).toBe('java.net.UnknownHostException: payments: Name or service not known');
    expect(span.events?.[0]).toMatchObject({ name: 'exception' });
    expect(parents.has(Buffer.from(span.spanId).toString('hex'))).toBe(false);
  }
  const lines = steps.flatMap((step) => step.logs.map(({ record }) => String(record.body)));
  expect(lines.filter((line) => line.includes('payments: Name or service not known')).length).toBeGreaterThan(10);
});

test('what a workload sends carries the label of its namespace', () => {
  const [step] = withoutName();
  const shopLogs = step!.logs.filter(({ source }) => source.resource['service.namespace'] === 'shop');
  expect(shopLogs.length).toBeGreaterThan(0);
  for (const { source } of shopLogs) expect(source.resource[DRILL_ATTRIBUTE]).toBe('allowed');
});
