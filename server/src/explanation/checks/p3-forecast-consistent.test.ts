import { expect, test } from 'vitest';
import { faultsOf, forecast, odds, packOf } from './test-answers.ts';

test('odds that fall with the horizon or stand above their cap are not told', () => {
  const point = (horizon: number, probability: number) => ({ horizon, probability, low: 0, high: 1 });
  const told = (more: Parameters<typeof forecast>[2]) =>
    faultsOf(odds, packOf({ predictions: [forecast('db', 0.7, more)] }));
  expect(told({ curve: [point(1, 0.4), point(2, 0.7)] })).toEqual([]);
  expect(told({ curve: [point(1, 0.8), point(2, 0.7)] })).toEqual(['P3']);
  expect(told({ cap: 0.6 })).toEqual(['P3']);
});
