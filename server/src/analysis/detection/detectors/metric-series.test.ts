import { expect, test } from 'vitest';
import { boundedResources } from '../bounded-resources.ts';
import type { Reading } from '../reading.ts';
import { entityId, type FrameBuilder, frameAt, normal, seededRandom } from '../scenario.test-support.ts';
import { createMetricSeriesDetector } from './metric-series.ts';

/** Readings of the last of `minutes` frames. */
function lastReadings(minutes: number, fill: (frame: FrameBuilder, i: number) => void): readonly Reading[] {
  const detector = createMetricSeriesDetector();
  let readings: readonly Reading[] = [];
  for (let i = 0; i < minutes; i++) {
    const builder = frameAt(i);
    fill(builder, i);
    const frame = builder.build();
    readings = detector.step(frame, boundedResources(frame)).readings;
  }
  return readings.filter((reading) => reading.surprise >= 3);
}

test('a cumulative counter that begins anew is no anomaly', () => {
  const random = seededRandom(1);
  let total = 0;
  const readings = lastReadings(400, (frame, i) => {
    total = i === 399 ? 600 : total + 600 + 10 * normal(random);
    frame.counter('cart', 'http.server.request.count', total);
  });
  expect(readings).toEqual([]);
});

test('a counter that stands still is told per second', () => {
  const random = seededRandom(2);
  let total = 0;
  const readings = lastReadings(400, (frame, i) => {
    if (i < 397) total += 600 + 10 * normal(random);
    frame.counter('cart', 'http.server.request.count', total);
  });
  expect(readings).toMatchObject([
    { kind: 'traffic', direction: 'down', observed: 0, unit: '1/s', measure: 'http.server.request.count' },
  ]);
  expect(Math.abs(readings[0]!.expected - 10)).toBeLessThan(1);
});

test('a pool that fills up is told in connections', () => {
  const random = seededRandom(3);
  const readings = lastReadings(400, (frame, i) => {
    const used = i < 398 ? Math.round(10 + normal(random)) : 29;
    frame.gauge('cart', 'db.client.connection.count', used, { 'db.client.connection.state': 'used' }, '{connection}');
    frame.gauge('cart', 'db.client.connection.max', 30, {}, '{connection}');
  });
  expect(readings).toMatchObject([
    { kind: 'saturation', observed: 29, unit: '{connection}', isHarm: true, source: { kind: 'series' } },
  ]);
  expect(Math.abs(readings[0]!.expected - 10)).toBeLessThan(3);
});

test('a new pod is judged by the baseline of its siblings', () => {
  const random = seededRandom(4);
  const run = (value: number) =>
    lastReadings(801, (frame, i) => {
      frame.gauge('cart', 'process.memory.usage', 100 + normal(random), { 'k8s.pod.name': 'cart-1' });
      if (i === 800) frame.gauge('cart', 'process.memory.usage', value, { 'k8s.pod.name': 'cart-2' });
    });
  expect(run(101)).toEqual([]);
  expect(run(170)).toMatchObject([{ entity: entityId('cart'), observed: 170 }]);
});

test('replicas are one finding', () => {
  const random = seededRandom(5);
  const pods = ['a', 'b', 'c', 'd', 'e'];
  const readings = lastReadings(400, (frame, i) => {
    for (const pod of pods)
      frame.gauge('cart', 'process.memory.usage', (i < 398 ? 100 : 180) + normal(random), { 'k8s.pod.name': pod });
  });
  expect(readings).toHaveLength(1);
});

test('while the limit is missing the share is not judged', () => {
  const random = seededRandom(6);
  const readings = lastReadings(400, (frame, i) => {
    frame.gauge('cart', 'db.client.connection.count', 10 + normal(random), { 'db.client.connection.state': 'used' });
    if (i < 399) frame.gauge('cart', 'db.client.connection.max', 30);
  });
  expect(readings).toEqual([]);
});
