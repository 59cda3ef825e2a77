import { expect, test } from 'vitest';
import { counterNormal } from '../statistics/counter-hash.ts';
import { findTrends, leadingTrend, trendProbability } from './trend.ts';

const WINDOWS = [8, 15, 30, 60, 120, 240];

function trendsOf(course: (minute: number) => number, minutes = 240) {
  const values = Array.from({ length: minutes }, (_, minute) => course(minute) + 0.005 * counterNormal(3, minute));
  return findTrends((back) => values[minutes - 1 - back]!, minutes, WINDOWS);
}

test('a line over the whole window is found with its slope', () => {
  const trend = leadingTrend(
    trendsOf((minute) => 0.2 + 0.002 * minute),
    0.98,
    240,
  )!;
  expect(trend.window).toBe(240);
  expect(trend.slope).toBeCloseTo(0.002, 4);
  expect(trend.level).toBeCloseTo(0.2 + 0.002 * 239, 2);
});

test('a flat course has no rise that could reach anything', () => {
  expect(
    trendProbability(
      trendsOf(() => 0.5),
      0.98,
      240,
    ),
  ).toBeLessThan(0.01);
});

test('the longer a rise has lasted, the more it is believed to last', () => {
  const young = trendsOf((minute) => 0.6 + 0.005 * Math.max(0, minute - 220));
  const old = trendsOf((minute) => 0.6 + 0.005 * Math.max(0, minute - 180) - 0.2);
  expect(trendProbability(old, 0.98, 240)).toBeGreaterThan(1.3 * trendProbability(young, 0.98, 240));
});

test('a rise that flattens goes on at its last pace only', () => {
  const straight = trendsOf((minute) => 0.2 + 0.5 * (minute / 239));
  const flattening = trendsOf((minute) => 0.2 + 0.5 * Math.sqrt(minute / 239));
  expect(trendProbability(flattening, 0.98, 240)).toBeLessThan(0.6 * trendProbability(straight, 0.98, 240));
});

test('values before a reset are not looked at', () => {
  const values = Array.from({ length: 100 }, (_, minute) => (minute < 80 ? 0.9 : 0.3 + 0.01 * (minute - 80)));
  const trends = findTrends((back) => values[99 - back]!, 20, WINDOWS);
  expect(trends.map(({ window }) => window)).toEqual([15]);
});
