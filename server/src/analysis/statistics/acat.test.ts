import { expect, test } from 'vitest';
import { cauchyOf, combineP, pOfCauchy } from './acat.ts';

test('one value stays what it is', () => {
  for (const p of [1e-12, 1e-9, 1e-4, 0.05, 0.5, 0.9]) expect(combineP([p], [1])! / p).toBeCloseTo(1, 6);
});

test('equal values combine to themselves', () => {
  expect(combineP([1e-3, 1e-3, 1e-3], [1, 2, 3])).toBeCloseTo(1e-3, 8);
});

test('one small value among n that say nothing costs about a factor n', () => {
  expect(combineP([1e-6, 0.5, 0.5, 0.5], [1, 1, 1, 1])).toBeCloseTo(4e-6, 9);
});

test('nothing to combine is no evidence', () => {
  expect(combineP([], [])).toBe(1);
});

test("both ways are each other's inverse on either side of the switch of formula", () => {
  for (const p of [2e-9, 9e-9, 1.1e-8, 1e-7]) expect(pOfCauchy(cauchyOf(p)) / p).toBeCloseTo(1, 6);
});
