import { DAY, HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { baseProbability } from './base-rate.ts';

test('before anything is known the shipped rate counts, and it grows with the horizon', () => {
  expect(baseProbability('pool_exhausted', undefined, 7 * DAY)).toBeCloseTo(0.00995, 4);
  expect(baseProbability('pool_exhausted', undefined, HOUR)).toBeLessThan(
    baseProbability('pool_exhausted', undefined, 4 * HOUR),
  );
});

test('the tenant own events outweigh the shipped rate, and quiet weeks lower it', () => {
  const week = 7 * 1_440;
  const busy = baseProbability('disk_full', { events: 20, minutes: 100 * week }, 7 * DAY);
  expect(busy).toBeGreaterThan(0.09);
  expect(baseProbability('disk_full', { events: 0, minutes: 10_000 * week }, 7 * DAY)).toBeLessThan(0.0001);
});
