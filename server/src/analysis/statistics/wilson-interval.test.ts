import { expect, test } from 'vitest';
import { wilsonLow } from './wilson-interval.ts';

test('the lower bound is that of published tables, 0 without hits and never above the share', () => {
  // Brown, Cai and DasGupta: 7 of 9 and 10 of 10 by the score interval.
  expect(wilsonLow(7, 9)).toBeCloseTo(0.4526, 3);
  expect(wilsonLow(10, 10)).toBeCloseTo(0.7225, 3);
  expect(wilsonLow(0, 5)).toBe(0);
  expect(wilsonLow(0, 0)).toBe(0);
  for (let hits = 0; hits <= 20; hits += 1) expect(wilsonLow(hits, 20)).toBeLessThanOrEqual(hits / 20);
});
