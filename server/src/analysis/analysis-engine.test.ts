import type { Findings } from '@foreshock/model/findings.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { expect, test } from 'vitest';
import { createAnalysisEngine } from './analysis-engine.ts';
import { frameAt, latencies, normal, poisson, seededRandom } from './detection/scenario.test-support.ts';
import type { MinuteFrame } from './minute-frame.ts';

/** A service with fifty requests a minute, half of which fail while it is `broken`. */
function shopMinute(i: number, broken: boolean): MinuteFrame {
  const random = seededRandom(i + 1);
  const frame = frameAt(i, { nodes: { pay: 'node-a' }, calls: [] });
  const requests = 40 + poisson(random, 10);
  frame.served('pay', 'POST /pay', latencies(random, requests, 20), broken ? Math.round(requests / 2) : 0);
  return frame.build();
}

test('an incident that was over for hours when a long range ends is explained with its members', () => {
  const engine = createAnalysisEngine({ prediction: {} });
  const minutes = Array.from({ length: 360 }, (_, i) => shopMinute(i, i >= 120 && i < 130));
  const { unexplained, findings } = engine.analyze(minutes, new Set());
  const [told] = unexplained;
  expect(told?.incident.resolvedAt).toBeLessThan(findings.watermark - 2 * 3_600_000);
  const explained = engine.explain(told!.incident, [], findings.watermark);
  expect(explained.evidence.map(({ entity }) => entity)).toContain(told!.incident.entities[0]!.entity);
  expect(explained.narrative.claims.length).toBeGreaterThan(0);
});

test('an incident that opens again is explained anew, by what came since', () => {
  const engine = createAnalysisEngine({ prediction: {} });
  const isBroken = (i: number): boolean => (i >= 120 && i < 126) || (i >= 150 && i < 156);
  const explainedAt: number[] = [];
  const onsets: number[] = [];
  for (let i = 0; i < 160; i++) {
    const { unexplained, findings } = engine.analyze([shopMinute(i, isBroken(i))], new Set());
    for (const { incident } of unexplained) {
      const { evidence } = engine.explain(incident, [], findings.watermark);
      if (incident.reopened === 0) continue;
      explainedAt.push(i);
      onsets.push(Math.min(...evidence.map(({ onset }) => onset)) / 60_000);
    }
  }
  expect(explainedAt.length).toBeGreaterThan(0);
  expect(Math.min(...explainedAt)).toBeGreaterThanOrEqual(150);
  const first = frameAt(140, { nodes: { pay: 'node-a' }, calls: [] }).build().minute / 60_000;
  expect(Math.min(...onsets)).toBeGreaterThanOrEqual(first);
});

test('engines that go on from the same snapshot find the same, and leave it as it was', () => {
  const before = createAnalysisEngine({ prediction: {} });
  before.analyze(
    Array.from({ length: 180 }, (_, i) => shopMinute(i, false)),
    new Set(),
  );
  const kept = Uint8Array.from(before.snapshot());
  const goOn = (snapshot: Uint8Array): Findings =>
    createAnalysisEngine({ prediction: {} }, snapshot).analyze(
      Array.from({ length: 40 }, (_, i) => shopMinute(180 + i, i > 10)),
      new Set(),
    ).findings;
  const first = goOn(kept);
  expect(first.incidents.length).toBeGreaterThan(0);
  // Whether an array can lie in the bytes hangs on where it begins in memory.
  for (let shift = 0; shift < 8; shift++) {
    const snapshot = new Uint8Array(kept.length + 8).subarray(shift, shift + kept.length);
    snapshot.set(kept);
    expect(goOn(snapshot)).toEqual(first);
    expect(snapshot).toEqual(kept);
  }
});

/** Ten senders, and a pool that leaks 1 % a minute after a day; those named in `cut` are not heard. */
function leakingMinute(i: number, cut: readonly string[]): MinuteFrame {
  const random = seededRandom(i + 1);
  const frame = frameAt(i, { calls: [] });
  const used = 40 + Math.max(0, i - 1_440) + normal(random);
  frame.gauge('db', 'db.client.connection.count', used, { 'db.client.connection.state': 'used' });
  frame.gauge('db', 'db.client.connection.max', 100);
  for (let sender = 1; sender < 10; sender++) {
    const name = `web-${sender}`;
    if (!cut.includes(name)) frame.gauge(name, 'process.cpu.utilization', 0.3 + 0.01 * normal(random));
  }
  return frame.build();
}

test('with 30 % of the telemetry cut what is open is frozen within two minutes, and nothing is said to be over', () => {
  const engine = createAnalysisEngine({ prediction: {} });
  const quiet = Array.from({ length: 1_440 }, (_, i) => leakingMinute(i, []));
  engine.analyze(quiet, new Set());
  let minute = 1_440;
  let open: Prediction | undefined;
  const step = (cut: readonly string[]): Findings => engine.analyze([leakingMinute(minute++, cut)], new Set()).findings;
  while (open === undefined && minute < 1_490) open = step([]).predictions.at(-1);
  expect(open).toMatchObject({ failure: 'pool_exhausted', state: 'shadow' });
  const cut = ['web-1', 'web-2', 'web-3'];
  const states: string[] = [];
  const over: unknown[] = [];
  for (let after = 1; after <= 15; after++) {
    const { predictions, incidents } = step(cut);
    states.push(...predictions.filter(({ id }) => id === open!.id).map(({ state }) => `${after} min: ${state}`));
    over.push(...predictions.filter(({ state }) => state === 'withdrawn' || state === 'closed'));
    over.push(...incidents.filter(({ state }) => state === 'resolved'));
  }
  expect(states.find((state) => state.endsWith('frozen'))).toBe('2 min: frozen');
  expect(over).toEqual([]);
  const thawed = Array.from({ length: 3 }, () => step([]).predictions).flat();
  expect(thawed.some(({ id, state }) => id === open!.id && state === 'shadow')).toBe(true);
}, 60_000);
