import { expect, test } from 'vitest';
import type { MinuteFrame } from '../minute-frame.ts';
import { createDetection, type Detection, type DetectionStep } from './detect-anomalies.ts';
import {
  entityId,
  type FrameBuilder,
  frameAt,
  latencies,
  minute,
  normal,
  poisson,
  seededRandom,
} from './scenario.test-support.ts';

const SERVICES = ['front', 'cart', 'pay', 'stock'];
const CALLS = [
  ['front', 'cart'],
  ['cart', 'pay'],
  ['cart', 'stock'],
] as const;
const NODES = { front: 'node-a', cart: 'node-a', pay: 'node-b', stock: 'node-b' };

/** A shop of four services with traffic, memory and logs; `spoil` changes single minutes. */
function shopMinute(
  i: number,
  seed: number,
  spoil?: (frame: FrameBuilder, i: number) => void,
  without: readonly string[] = [],
): MinuteFrame {
  const random = seededRandom(seed * 100_003 + i);
  const frame = frameAt(i, { nodes: NODES, calls: CALLS });
  const requests = poisson(random, 50);
  for (const service of SERVICES) {
    if (without.includes(service)) continue;
    const caller = CALLS.find(([, callee]) => callee === service)?.[0];
    frame.served(service, 'GET /', latencies(random, requests, 20), poisson(random, 0.2), caller);
    if (caller !== undefined && !without.includes(caller))
      frame.called(caller, service, latencies(random, requests, 22), 0);
    frame.gauge(service, 'process.cpu.utilization', 0.3 + 0.02 * normal(random));
    frame.log(service, 'request served', requests);
    frame.log(service, 'cache refreshed', poisson(random, 2));
  }
  spoil?.(frame, i);
  return frame.build();
}

function run(detection: Detection, from: number, to: number, frameOf: (i: number) => MinuteFrame): DetectionStep[] {
  const steps: DetectionStep[] = [];
  for (let i = from; i < to; i++) steps.push(detection.step(frameOf(i)));
  return steps;
}

test('a healthy shop starts no incident in seven hours', () => {
  const steps = run(createDetection(), 0, 420, (i) => shopMinute(i, 1));
  expect(steps.flatMap((step) => step.starters)).toEqual([]);
  expect(steps.at(-1)!.trust).toMatchObject({ share: 1, silent: [] });
});

test('failing requests are an anomaly of the service from their first minute, told in shares', () => {
  const random = seededRandom(9);
  const steps = run(createDetection(), 0, 130, (i) =>
    shopMinute(i, 2, (frame) => {
      if (i >= 120) frame.served('pay', 'POST /pay', latencies(random, 60, 20), 30, 'cart');
    }),
  );
  const errors = steps
    .at(-1)!
    .open.find((anomaly) => anomaly.kind === 'errors' && anomaly.measure === 'request errors')!;
  expect(errors).toMatchObject({
    entity: entityId('pay'),
    signal: 'traces',
    direction: 'up',
    unit: 'share',
    hard: false,
    onset: minute(120),
  });
  expect(errors.observed).toBeGreaterThan(0.1);
  expect(errors.expected).toBeLessThan(0.02);
  expect(errors.query).toMatchObject({ kind: 'spans', entity: entityId('pay') });
  const first = steps.findIndex((step) => step.starters.some((anomaly) => anomaly.entity === entityId('pay')));
  expect(first).toBeGreaterThanOrEqual(120);
  expect(first).toBeLessThanOrEqual(122);
});

test('slow requests are told in milliseconds, and what users feel is marked', () => {
  const random = seededRandom(10);
  const steps = run(createDetection(), 0, 130, (i) =>
    shopMinute(
      i,
      3,
      (frame) => {
        if (i >= 120) frame.served('front', 'GET /', latencies(random, 120, 90));
      },
      i >= 120 ? ['front'] : [],
    ),
  );
  const slow = steps.at(-1)!.open.find((anomaly) => anomaly.measure === 'request latency')!;
  expect(slow).toMatchObject({ entity: entityId('front'), kind: 'latency', unit: 'ms', marks: ['user-facing'] });
  expect(slow.observed).toBeGreaterThan(120);
  expect(slow.expected).toBeGreaterThan(30);
  expect(slow.expected).toBeLessThan(50);
});

test('a service that falls silent is missing data, and lowers the trust', () => {
  const steps = run(createDetection(), 0, 130, (i) => shopMinute(i, 4, undefined, i >= 120 ? ['stock'] : []));
  const gone = steps.at(-1)!.open.find((anomaly) => anomaly.kind === 'missing-data')!;
  expect(gone).toMatchObject({ entity: entityId('stock'), direction: 'gone', onset: minute(120) });
  expect(steps.at(-1)!.trust).toMatchObject({
    silent: [{ name: 'stock', since: minute(120) }],
    reporting: 9,
    expected: 12,
  });
});

test('a node whose workloads all fall silent is one finding', () => {
  const steps = run(createDetection(), 0, 130, (i) => shopMinute(i, 5, undefined, i >= 120 ? ['pay', 'stock'] : []));
  const gone = steps.at(-1)!.open.filter((anomaly) => anomaly.kind === 'missing-data');
  expect(gone.map((anomaly) => anomaly.entity)).toEqual([entityId('node-b')]);
});

test('when all telemetry stops nothing is an anomaly, and nothing is trusted', () => {
  const steps = run(createDetection(), 0, 130, (i) => shopMinute(i, 6, undefined, i >= 120 ? SERVICES : []));
  expect(steps.at(-1)!.open.filter((anomaly) => anomaly.kind === 'missing-data' || anomaly.kind === 'traffic')).toEqual(
    [],
  );
  expect(steps.at(-1)!.trust.share).toBe(0);
});

test('a fact of the cluster starts an incident on the first day', () => {
  const steps = run(createDetection(), 0, 5, (i) =>
    shopMinute(i, 7, (frame) => i === 3 && frame.event('pay', 'OOMKilled')),
  );
  expect(steps[3]!.starters).toMatchObject([
    { entity: entityId('pay'), measure: 'OOMKilled', kind: 'saturation', hard: true, signal: 'events' },
  ]);
  expect(steps[2]!.starters).toEqual([]);
});

test('an unready container within ten minutes of a rollout is expected', () => {
  const ready = (i: number, at: number) => (frame: FrameBuilder) => {
    frame.gauge('pay', 'k8s.container.ready', i >= at && i < at + 4 ? 0 : 1, { 'k8s.pod.name': 'pay-1' });
    if (i === 20) frame.change('pay');
  };
  const during = run(createDetection(), 0, 30, (i) => shopMinute(i, 8, ready(i, 22)));
  expect(during[25]!.open).toMatchObject([{ measure: 'not ready', marks: ['expected'] }]);
  expect(during.flatMap((step) => step.starters)).toEqual([]);
  const later = run(createDetection(), 0, 50, (i) => shopMinute(i, 8, ready(i, 40)));
  expect(later[43]!.starters).toMatchObject([{ measure: 'not ready', marks: [] }]);
});

test('an anomaly ends after five quiet minutes, at its last minute outside', () => {
  const random = seededRandom(11);
  const steps = run(createDetection(), 0, 140, (i) =>
    shopMinute(i, 12, (frame) => {
      if (i >= 120 && i < 125) frame.served('pay', 'GET /', latencies(random, 60, 20), 40, 'cart');
    }),
  );
  const ended = steps
    .flatMap((step) => step.anomalies)
    .filter((anomaly) => anomaly.end !== undefined && anomaly.measure === 'request errors');
  expect(ended).toMatchObject([{ entity: entityId('pay'), end: minute(125) }]);
});

test('after a restart at any minute the same follows', () => {
  const random = seededRandom(13);
  const spoiled = Array.from({ length: 200 }, (_, i) =>
    shopMinute(
      i,
      14,
      (frame) => {
        if (i >= 150 && i < 160) frame.served('pay', 'GET /', latencies(random, 60, 80), 20, 'cart');
        if (i === 170) frame.event('cart', 'BackOff');
        if (i === 100) frame.change('front');
        frame.gauge('cart', 'db.client.connection.count', i < 155 ? 10 : 29, { 'db.client.connection.state': 'used' });
        frame.gauge('cart', 'db.client.connection.max', 30);
      },
      i >= 180 ? ['stock'] : [],
    ),
  );
  const whole = run(createDetection(), 0, 200, (i) => spoiled[i]!);
  for (const cut of [1, 151, 158, 185]) {
    const before = createDetection();
    run(before, 0, cut, (i) => spoiled[i]!);
    const after = createDetection({}, before.snapshot());
    expect(
      run(after, cut, 200, (i) => spoiled[i]!),
      `cut at ${cut}`,
    ).toEqual(whole.slice(cut));
  }
});

test('the order of the rows of a minute changes nothing', () => {
  const frames = Array.from({ length: 160 }, (_, i) =>
    shopMinute(i, 15, (frame) => i >= 150 && frame.served('pay', 'GET /', [900, 800, 700, 600], 4, 'cart')),
  );
  const turned = frames.map((frame) => ({
    ...frame,
    metrics: [...frame.metrics].reverse(),
    spans: [...frame.spans].reverse(),
    templates: [...frame.templates].reverse(),
  }));
  expect(run(createDetection(), 0, 160, (i) => turned[i]!)).toEqual(run(createDetection(), 0, 160, (i) => frames[i]!));
});
