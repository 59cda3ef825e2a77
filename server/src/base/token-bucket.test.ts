import { expect, test } from 'vitest';
import { createTokenBucket } from './token-bucket.ts';

const bucketOf = () => createTokenBucket({ perSecond: 10, burstMs: 10_000 });

test('a burst is there at once, and then only what the rate brings', () => {
  const bucket = bucketOf();
  bucket.take(100, 0);
  expect([bucket.has(1, 0), bucket.has(1, 99), bucket.has(1, 100), bucket.has(10, 1_000)]).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(bucket.has(11, 1_000)).toBe(false);
});

test('it never holds more than its burst', () => {
  const bucket = bucketOf();
  bucket.take(50, 0);
  bucket.take(100, 3_600_000);
  expect(bucket.has(1, 3_600_000)).toBe(false);
  bucket.take(-1_000, 3_600_000);
  bucket.take(100, 3_600_000);
  expect(bucket.has(1, 3_600_000)).toBe(false);
});

test('what is larger than the burst passes a full bucket alone, and its debt is paid off before anything else', () => {
  const bucket = bucketOf();
  expect(bucket.has(500, 0)).toBe(true);
  bucket.take(500, 0);
  expect([bucket.has(1, 40_000), bucket.has(1, 40_100), bucket.has(500, 49_999), bucket.has(500, 50_000)]).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

test('over any length of time no more than the rate and one burst is let through', () => {
  const bucket = bucketOf();
  let passed = 0;
  for (let now = 0; now <= 60_000; now += 7) {
    if (!bucket.has(3, now)) continue;
    bucket.take(3, now);
    passed += 3;
  }
  expect(passed).toBeLessThanOrEqual(100 + 600);
  expect(passed).toBeGreaterThan(690);
});

test('a clock that steps back gives nothing away and locks nobody out', () => {
  const bucket = bucketOf();
  bucket.take(100, 1_000_000);
  expect(bucket.has(1, 0)).toBe(false);
  expect(bucket.has(10, 1_000)).toBe(true);
});
