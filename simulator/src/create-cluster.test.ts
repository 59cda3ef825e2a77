import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { type Cluster, createCluster, type Step } from './create-cluster.ts';
import { densities } from './density.ts';
import { encodeStep } from './encode-step.ts';
import type { FaultPlan } from './fault.ts';

const START = Date.UTC(2026, 0, 5, 12);
const LEAK: FaultPlan = {
  family: 'pool-exhaustion',
  variant: 'leaked-connections',
  target: 'cart',
  at: START,
  course: 20 * MINUTE,
};

function stepsOf(cluster: Cluster, minutes: number): Step[] {
  return Array.from({ length: minutes * 6 }, () => cluster.step());
}

test('the same seed sends the same bytes, and another seed others', () => {
  const bytes = (seed: number) => {
    const cluster = createCluster({ seed, start: START, faults: [LEAK], density: densities.history });
    return stepsOf(cluster, 3)
      .flatMap(encodeStep)
      .map(({ signal, body }) => `${signal} ${Buffer.from(body).toString('base64')}`);
  };
  const first = bytes(1);
  expect(first.length).toBeGreaterThan(20);
  expect(bytes(1)).toEqual(first);
  expect(bytes(2)).not.toEqual(first);
});

test('how much is written down does not change what happens', () => {
  const truth = (density: (typeof densities)[keyof typeof densities]) => {
    const cluster = createCluster({ seed: 2, start: START, faults: [LEAK], density });
    stepsOf(cluster, 40);
    return cluster.truth();
  };
  const live = truth(densities.live);
  expect(live.faults[0]!.onset).toBeDefined();
  expect(truth(densities.history)).toEqual(live);
});

test('a history is about as dense as it says, and the present five times as much', () => {
  const perMinute = (density: (typeof densities)[keyof typeof densities]) => {
    const steps = stepsOf(createCluster({ seed: 3, start: START, faults: [], density }), 60);
    return {
      spans: steps.reduce((sum, step) => sum + step.spans.length, 0) / 60,
      logs: steps.reduce((sum, step) => sum + step.logs.length, 0) / 60,
      points:
        steps.reduce((sum, step) => sum + step.metrics.reduce((all, { record }) => all + record.points.length, 0), 0) /
        60,
    };
  };
  const history = perMinute(densities.history);
  const live = perMinute(densities.live);
  // Noon is busier than the mean of the day.
  expect(history.spans).toBeGreaterThan(40);
  expect(history.spans).toBeLessThan(130);
  expect(history.logs).toBeGreaterThan(20);
  expect(history.logs).toBeLessThan(70);
  expect(history.points).toBeGreaterThan(200);
  expect(history.points).toBeLessThan(360);
  expect(live.spans / history.spans).toBeGreaterThan(4);
  expect(live.spans / history.spans).toBeLessThan(6);
});

/** How many spans one stands for, as a receiver reads it from `ot=th:`. */
function weightOf(traceState: string | undefined): number {
  const digits = (traceState ?? '').replace('ot=th:', '');
  return 1 / (1 - Number(BigInt(`0x${digits.padEnd(14, '0')}`)) / 2 ** 56);
}

test('weighted spans count what the histograms count', () => {
  const cluster = createCluster({ seed: 4, start: START, faults: [], sampling: 0.02 });
  let weighted = 0;
  let counted = 0;
  for (const step of stepsOf(cluster, 10)) {
    for (const { source, record } of step.spans) {
      if (source.resource['service.name'] === 'catalog' && record.kind === 2) weighted += weightOf(record.traceState);
    }
    for (const { source, record } of step.metrics) {
      if (record.type !== 'histogram' || source.resource['service.name'] !== 'catalog') continue;
      for (const point of record.points) counted += point.count;
    }
  }
  expect(counted).toBeGreaterThan(100_000);
  expect(Math.abs(weighted / counted - 1)).toBeLessThan(0.05);
});

test('a failing call shows as an error span, an exception and a line of the same trace', () => {
  const cluster = createCluster({ seed: 2, start: START, faults: [LEAK] });
  const steps = stepsOf(cluster, 40);
  const spans = steps.flatMap((step) => step.spans.map(({ record }) => record));
  const failed = spans.find(({ statusMessage }) => statusMessage?.includes('from pool checkout-db (100/100 in use)'))!;
  expect(failed).toMatchObject({ kind: 3, statusCode: 2 });
  expect(failed.events![0]!.attributes!['exception.message']).toBe(failed.statusMessage);
  const line = steps
    .flatMap((step) => step.logs.map(({ record }) => record))
    .find(({ traceId, body }) => traceId === failed.traceId && body === failed.statusMessage)!;
  expect(line.severityText).toBe('ERROR');
  expect(line.spanId).toEqual(failed.parentSpanId);
});

test('every span but a root has its parent in the same trace', () => {
  const spans = stepsOf(createCluster({ seed: 5, start: START, faults: [] }), 5).flatMap((step) => step.spans);
  const key = (id: Uint8Array) => Buffer.from(id).toString('hex');
  const known = new Set(spans.map(({ record }) => key(record.traceId) + key(record.spanId)));
  const roots = spans.filter(({ record }) => record.parentSpanId === undefined);
  expect(roots.length).toBeGreaterThan(30);
  expect(new Set(roots.map(({ source }) => source.resource['service.name']))).toEqual(new Set(['web', 'orders-queue']));
  for (const { record } of spans) {
    if (record.parentSpanId) expect(known.has(key(record.traceId) + key(record.parentSpanId)), record.name).toBe(true);
  }
});

test('nothing in a step is later than the step', () => {
  for (const step of stepsOf(createCluster({ seed: 6, start: START, faults: [] }), 3)) {
    const end = BigInt(step.time) * 1_000_000n;
    for (const { record } of step.spans) expect(record.endTimeUnixNano).toBeLessThanOrEqual(end);
    for (const { record } of step.logs) expect(record.timeUnixNano).toBeLessThanOrEqual(end);
  }
});

test('a rollout shows as events, as new pods and as a new version', () => {
  const faults = [{ family: 'healthy-deploy', target: 'cart', at: START + MINUTE }] as const;
  const steps = stepsOf(createCluster({ seed: 7, start: START, faults }), 8);
  const reasons = new Set(
    steps.flatMap((step) => step.logs.map(({ record }) => record.attributes?.['k8s.event.reason'])),
  );
  for (const reason of ['ScalingReplicaSet', 'Scheduled', 'Pulled', 'Started', 'Killing'])
    expect(reasons).toContain(reason);
  const versions = steps.flatMap((step) =>
    step.metrics
      .filter(({ source }) => source.resource['k8s.deployment.name'] === 'cart')
      .map(({ source }) => source.resource['service.version'])
      .filter((version) => version !== undefined),
  );
  expect(new Set(versions)).toEqual(new Set(['v41', 'v42']));
  expect(versions.at(-1)).toBe('v42');
});
