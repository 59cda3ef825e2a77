import { expect, test } from 'vitest';
import { binomialLowerTail, binomialUpperTail, overdispersedUpperTail } from './binomial-tail.ts';
import { negativeBinomialLowerTail, negativeBinomialUpperTail, sizeFromMoments } from './negative-binomial.ts';
import { poissonLowerTail, poissonUpperTail } from './poisson-tail.ts';

test('tails agree with sums over the distributions', () => {
  expect(binomialUpperTail(10, 50, 0.05)).toBeCloseTo(0.00015856329762383442, 14);
  expect(binomialLowerTail(1, 50, 0.2)).toBeCloseTo(0.0001926784385153051, 14);
  expect(poissonUpperTail(15, 5)).toBeCloseTo(0.0002262536761766798, 14);
  expect(poissonLowerTail(2, 5)).toBeCloseTo(0.12465201948308113, 12);
  expect(negativeBinomialUpperTail(10, 3, 2)).toBeCloseTo(0.030233087999999908, 12);
  expect(negativeBinomialLowerTail(1, 3, 2)).toBeCloseTo(0.352, 12);
});

test('at the ends the tails are certain or impossible', () => {
  expect(binomialUpperTail(0, 10, 0.5)).toBe(1);
  expect(binomialUpperTail(11, 10, 0.5)).toBe(0);
  expect(binomialLowerTail(10, 10, 0.5)).toBe(1);
  expect(poissonUpperTail(0, 3)).toBe(1);
  expect(negativeBinomialUpperTail(0, 3, 2)).toBe(1);
});

test('a negative binomial of huge size is Poisson', () => {
  expect(negativeBinomialUpperTail(15, 5, sizeFromMoments(5, 4))).toBeCloseTo(poissonUpperTail(15, 5), 12);
});

test('more spread makes the same excess less surprising', () => {
  expect(overdispersedUpperTail(10, 50, 0.05, 3)).toBeGreaterThan(10 * binomialUpperTail(10, 50, 0.05));
  expect(sizeFromMoments(5, 30)).toBe(1);
  expect(sizeFromMoments(5, 1e9)).toBe(0.5);
});
