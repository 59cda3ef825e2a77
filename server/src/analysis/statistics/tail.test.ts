import { expect, test } from 'vitest';
import { excessSurprise } from './tail.ts';

test('no excess is the share that lies over the threshold', () => {
  expect(excessSurprise(0, 1, 1)).toBeCloseTo(-Math.log10(0.05), 12);
});

test('with exponential moments the surprise grows in a straight line', () => {
  expect(excessSurprise(Math.LN10, 1, 1)).toBeCloseTo(1 - Math.log10(0.05), 12);
  expect(excessSurprise(2 * Math.LN10, 1, 1)).toBeCloseTo(2 - Math.log10(0.05), 12);
});

test('a heavier tail is less surprised by the same excess, and the more the further out', () => {
  const gap = (excess: number) => excessSurprise(excess, 1, 1) - excessSurprise(excess, 1, 4);
  expect(gap(5)).toBeGreaterThan(0);
  expect(gap(20)).toBeGreaterThan(gap(5));
});
