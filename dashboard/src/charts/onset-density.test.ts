import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { cumulativeOdds, onsetDensity } from './onset-density.ts';

const points = [
  { horizon: 15 * MINUTE, probability: 0.06, low: 0.03, high: 0.1 },
  { horizon: 30 * MINUTE, probability: 0.2, low: 0.15, high: 0.26 },
  { horizon: 60 * MINUTE, probability: 0.71, low: 0.62, high: 0.79 },
  { horizon: 240 * MINUTE, probability: 0.83, low: 0.7, high: 0.9 },
];

test('the slices add up to the odds at the horizon and never go beyond it', () => {
  const slices = onsetDensity(points, 60 * MINUTE, MINUTE);
  expect(slices).toHaveLength(60);
  expect(slices.reduce((sum, slice) => sum + slice.probability, 0)).toBeCloseTo(0.71, 9);
});

test('the interpolation meets every point and never falls', () => {
  const cumulative = cumulativeOdds(points);
  for (const point of points) expect(cumulative(point.horizon)).toBeCloseTo(point.probability, 9);
  for (let minute = 0; minute < 240; minute += 1) {
    expect(cumulative((minute + 1) * MINUTE)).toBeGreaterThanOrEqual(cumulative(minute * MINUTE) - 1e-12);
  }
});

test('without odds there is no ink', () => {
  expect(onsetDensity([], 60 * MINUTE, MINUTE)).toEqual([]);
});
