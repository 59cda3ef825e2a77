import { expect, test } from 'vitest';
import type { Reading } from '../reading.ts';
import { entityId, type FrameBuilder, frameAt, latencies, poisson, seededRandom } from '../scenario.test-support.ts';
import { createEdgeDetector } from './edges.ts';

function readingsByMinute(minutes: number, fill: (frame: FrameBuilder, i: number) => void): (readonly Reading[])[] {
  const detector = createEdgeDetector();
  return Array.from({ length: minutes }, (_, i) => {
    const builder = frameAt(i);
    fill(builder, i);
    return detector.step(builder.build()).readings.filter((reading) => reading.surprise >= 3);
  });
}

test('calls that stop while the caller is asked as before are told with the callee', () => {
  const random = seededRandom(1);
  const found = readingsByMinute(101, (frame, i) => {
    frame.served('cart', 'GET /', latencies(random, 60, 10));
    if (i < 100) frame.called('cart', 'stock', latencies(random, 120, 5));
    frame.gauge('cart', 'x', 1);
  });
  expect(found[100]).toMatchObject([
    { entity: entityId('cart'), peer: entityId('stock'), kind: 'traffic', direction: 'down', observed: 0, unit: '1/s' },
  ]);
  expect(found[100]![0]!.expected).toBeCloseTo(2, 0);
});

test('calls that fall with the requests of the caller are not told', () => {
  const random = seededRandom(2);
  const found = readingsByMinute(101, (frame, i) => {
    const requests = i < 100 ? 60 : 24;
    frame.served('cart', 'GET /', latencies(random, requests, 10));
    frame.called('cart', 'stock', latencies(random, 2 * requests, 5));
  });
  expect(found[100]!.filter((reading) => reading.peer !== undefined)).toEqual([]);
});

test('few requests that are all slow are told, one slow one is not', () => {
  const random = seededRandom(3);
  const at = (last: readonly number[]) =>
    readingsByMinute(200, (frame, i) =>
      frame.served('pay', 'POST /pay', i === 199 ? last : latencies(random, 8, 10)),
    )[199]!;
  expect(at([95, 90, 80, 99, 110, 85, 70, 93]).map((reading) => reading.kind)).toContain('latency');
  expect(at([95, 10, 9, 11, 8, 12, 10, 9])).toEqual([]);
});

test('errors of calls name the callee, errors of an operation the operation', () => {
  const random = seededRandom(4);
  const found = readingsByMinute(100, (frame, i) => {
    frame.served('cart', 'GET /cart', latencies(random, 60, 10), i === 99 ? 30 : 0, 'front');
    frame.served('front', 'GET /', latencies(random, 60, 30));
    frame.called('front', 'cart', latencies(random, 60, 12), i === 99 ? 30 : 0);
  });
  expect(
    found[99]!.map(({ entity, measure, peer, isServiceLevel }) => ({ entity, measure, peer, isServiceLevel })),
  ).toEqual([
    {
      entity: entityId('front'),
      measure: 'errors of calls to cart',
      peer: entityId('cart'),
      isServiceLevel: false,
    },
    { entity: entityId('cart'), measure: 'GET /cart', peer: undefined, isServiceLevel: false },
    { entity: entityId('cart'), measure: 'request errors', peer: undefined, isServiceLevel: true },
  ]);
});

test('latency that comes with load as it always did is expected', () => {
  const random = seededRandom(5);
  const load = (i: number) => 40 + 30 * Math.sin(i / 20);
  const found = readingsByMinute(700, (frame, i) => {
    const requests = i < 690 ? poisson(random, load(i)) : 130;
    frame.served('pay', 'POST /pay', latencies(random, requests, Math.max(requests, 1)));
  });
  const slow = found[690]!.filter((reading) => reading.kind === 'latency');
  expect(slow.length).toBeGreaterThan(0);
  for (const reading of slow) expect(reading.marks).toContain('expected');
});

test('steady traffic is quiet', () => {
  const random = seededRandom(6);
  const found = readingsByMinute(1_000, (frame) =>
    frame.served('pay', 'POST /pay', latencies(random, poisson(random, 30), 10), poisson(random, 0.3)),
  );
  expect(found.flat().length).toBeLessThan(10);
});
