import type { Forecast } from '@foreshock/model/prediction.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { layOutForecastFan } from './forecast-fan-geometry.ts';

const issued = Date.parse('2026-11-22T03:14:00Z');
const horizons = [15, 30, 60, 120].map((minutes) => minutes * MINUTE);
const forecast: Forecast = {
  series: 'ser_1',
  measure: 'db.client.connection.count',
  unit: '{connection}',
  limit: 100,
  current: 76,
  usual: { low: 36, high: 46 },
  horizons,
  quantiles: horizons.map((_, i) => Array.from({ length: 19 }, (_, q) => Math.min(100, 76 + i * 4 + q))),
  futures: [
    [80, 90, 100, 100],
    [78, 80, 84, 100],
  ],
};
const history = { from: issued - 2 * HOUR, step: MINUTE, values: Array.from({ length: 121 }, (_, i) => 40 + i * 0.3) };
const curve = [
  { horizon: 30 * MINUTE, probability: 0.2, low: 0.1, high: 0.3 },
  { horizon: 60 * MINUTE, probability: 0.71, low: 0.62, high: 0.79 },
  { horizon: 240 * MINUTE, probability: 0.83, low: 0.7, high: 0.9 },
];
const fan = layOutForecastFan({ width: 1020, forecast, history, issued, horizon: HOUR, curve });

test('the forecast ends at the horizon, and a future that meets the limit later does not count', () => {
  expect(fan.time.range.to).toBe(issued + HOUR);
  expect(fan.meeting).toBe(1);
  expect(fan.futures[0]?.meets).toEqual({ x: fan.time.right, y: fan.limitY });
  expect(fan.futures[1]?.meets).toBeUndefined();
});

test('eighteen strips lie inside each other', () => {
  expect(fan.strips).toHaveLength(18);
  expect(new Set(fan.strips).size).toBe(18);
});

test('the limit stands at its value, above what was usual', () => {
  expect(fan.limitY).toBe(fan.valueY(100));
  expect(fan.limitY).toBeLessThan(fan.usual.y);
});

test('odds beyond the horizon are kept apart from the checked ones', () => {
  expect(fan.odds?.points.map((point) => point.point.horizon)).toEqual([30 * MINUTE, HOUR]);
  expect(fan.odds?.beyond?.point.horizon).toBe(240 * MINUTE);
});

test('without a percent there is no odds curve', () => {
  expect(layOutForecastFan({ width: 360, forecast, history, issued, horizon: HOUR, curve: [] }).odds).toBeUndefined();
});
