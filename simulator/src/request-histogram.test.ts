import { expect, test } from 'vitest';
import { createRandom } from './random.ts';
import { DURATION_BOUNDS, noneObserved, observeRequests, partOf } from './request-histogram.ts';

test('the buckets hold every request once', () => {
  const observed = noneObserved();
  observeRequests(observed, 600, 20, false);
  observeRequests(observed, 60, 12_000, true);
  const total = observed.counts.reduce((sum, count) => sum + count, 0);
  expect(total).toBeCloseTo(660, 3);
  expect(observed.counts.at(-1)).toBeGreaterThan(50);
});

test('half of the requests lie around the mean that was given', () => {
  const observed = noneObserved();
  observeRequests(observed, 1_000, 60, false);
  const upTo75 = observed.counts.slice(0, DURATION_BOUNDS.indexOf(0.075) + 1).reduce((sum, count) => sum + count, 0);
  expect(upTo75).toBeGreaterThan(600);
  expect(upTo75).toBeLessThan(900);
});

test('parts are whole requests and add up on average', () => {
  const random = createRandom(5);
  const observed = noneObserved();
  observeRequests(observed, 10, 30, false);
  let sum = 0;
  for (let count = 0; count < 2_000; count++) {
    const part = partOf(observed, 1 / 3, random);
    expect(part.counts.every(Number.isInteger)).toBe(true);
    expect(part.counts.reduce((total, bucket) => total + bucket, 0)).toBe(part.count);
    sum += part.count;
  }
  expect(sum / 2_000).toBeCloseTo(10 / 3, 1);
});
