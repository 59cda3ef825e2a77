import { expect, test } from 'vitest';
import { retryCalls, shareSlowerThan, upperTail } from './retry.ts';

test('retries hide failures and cost attempts', () => {
  expect(retryCalls(0, 3)).toEqual({ attempts: 1, failShare: 0 });
  expect(retryCalls(0.5, 1)).toEqual({ attempts: 1.5, failShare: 0.25 });
  expect(retryCalls(1, 3)).toEqual({ attempts: 4, failShare: 1 });
});

test('the normal tail is right to six digits', () => {
  for (const [z, tail] of [
    [0, 0.5],
    [1, 0.158655],
    [1.96, 0.0249979],
    [-1, 0.841345],
    [4, 3.167e-5],
  ] as const) {
    expect(upperTail(z), `z ${z}`).toBeCloseTo(tail, 6);
  }
});

test('more requests are too slow the nearer the mean is to the time-out', () => {
  const shares = [50, 200, 500, 900, 2_000].map((meanMs) => shareSlowerThan(meanMs, 1_000, 0.45));
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares[0]).toBeLessThan(1e-6);
  expect(shares.at(-1)).toBeGreaterThan(0.8);
});
