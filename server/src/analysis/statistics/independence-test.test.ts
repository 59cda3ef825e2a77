import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FourCounts, fisherP, independenceP, williamsG } from './independence-test.ts';

test.each<[FourCounts, number]>([
  // Tea tasting, Fisher 1935; the other two from R's fisher.test.
  [[3, 1, 1, 3], 0.4857142857],
  [[8, 2, 1, 5], 0.03496503497],
  [[10, 0, 0, 10], 0.00001082509],
])('the exact test of %j gives %d', (counts, p) => {
  expect(fisherP(counts)).toBeCloseTo(p, 9);
});

test('the corrected G of a worked table is the uncorrected one over 1 + (n/r1 + n/r2 - 1)(n/c1 + n/c2 - 1) / 6n', () => {
  // G = 5.497 for 12, 22, 16, 50 is worked out by hand: rows 34 and 66, columns 28 and 72.
  const g =
    2 * (12 * Math.log(12 / 9.52) + 22 * Math.log(22 / 24.48) + 16 * Math.log(16 / 18.48) + 50 * Math.log(50 / 47.52));
  const q = 1 + ((100 / 34 + 100 / 66 - 1) * (100 / 28 + 100 / 72 - 1)) / 600;
  expect(williamsG([12, 22, 16, 50])).toBeCloseTo(g / q, 12);
});

test('few expected in a cell asks the exact test, enough the asymptotic one', () => {
  expect(independenceP([3, 1, 1, 3])).toBe(fisherP([3, 1, 1, 3]));
  expect(independenceP([12, 22, 16, 50])).not.toBe(fisherP([12, 22, 16, 50]));
  expect(independenceP([12, 22, 16, 50])).toBeCloseTo(fisherP([12, 22, 16, 50]), 1);
});

test('an empty row or column says nothing', () => {
  for (const counts of [
    [0, 0, 3, 4],
    [3, 4, 0, 0],
    [0, 7, 0, 9],
    [7, 0, 9, 0],
  ] as const)
    expect(independenceP(counts)).toBe(1);
});

test('p lies in [0, 1], and exchanging rows or columns changes nothing', () => {
  const count = fc.integer({ min: 0, max: 400 });
  fc.assert(
    fc.property(fc.tuple(count, count, count, count), ([a, b, c, d]) => {
      const p = independenceP([a, b, c, d]);
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(independenceP([c, d, a, b])).toBeCloseTo(p, 8);
      expect(independenceP([b, a, d, c])).toBeCloseTo(p, 8);
    }),
    { numRuns: 300 },
  );
});
