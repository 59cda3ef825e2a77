import { expect, test } from 'vitest';
import { median, quantile, robustScale } from './quantiles.ts';

test('quantiles lie between order statistics', () => {
  const values = [4, 1, 3, 2];
  expect(quantile(values, 0)).toBe(1);
  expect(quantile(values, 0.5)).toBe(2.5);
  expect(quantile(values, 1)).toBe(4);
  expect(values).toEqual([4, 1, 3, 2]);
});

test('without values there is no quantile', () => {
  expect([quantile([], 0.5), median([]), robustScale([])]).toEqual([undefined, undefined, undefined]);
});

test('one wild value hardly moves the robust scale', () => {
  expect(robustScale([1, 2, 3, 4, 5])).toBeCloseTo(1.4826, 10);
  expect(robustScale([1, 2, 3, 4, 1e9])).toBeCloseTo(1.4826, 10);
});
