import type { EntityId } from '@foreshock/model/entity.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { unitShown, valuesOf } from './series-values.ts';

const RANGE = { from: 0, to: 4 * MINUTE };

function series(difference: Partial<Series>): Series {
  return {
    id: 'ser_1' as SeriesId,
    entity: 'ent_1' as EntityId,
    metric: 'm',
    unit: '1',
    type: 'gauge',
    temporality: 'unspecified',
    monotonic: false,
    attributes: {},
    ...difference,
  };
}

const point = (minute: number, mean: number, last = mean, count = 1) => ({
  time: minute * MINUTE,
  min: mean,
  max: mean,
  mean,
  last,
  count,
});
const counter = series({ type: 'sum', monotonic: true, temporality: 'cumulative' });

test('a gauge is its mean, and a step without a point is a gap', () => {
  expect(valuesOf({ series: series({}), points: [point(0, 5), point(2, 7)] }, RANGE, MINUTE)).toEqual([
    5,
    null,
    7,
    null,
  ]);
});

test('a counter is its growth a second, over gaps too', () => {
  const points = [point(0, 0, 60), point(1, 0, 180), point(3, 0, 420)];
  expect(valuesOf({ series: counter, points }, RANGE, MINUTE)).toEqual([null, 2, null, 2]);
});

test('a counter that falls was started again and counts from zero', () => {
  const points = [point(0, 0, 600), point(1, 0, 60)];
  expect(valuesOf({ series: counter, points }, RANGE, MINUTE)).toEqual([null, 1, null, null]);
});

test('a delta counter is what came in the step', () => {
  const delta = series({ type: 'sum', monotonic: true, temporality: 'delta' });
  expect(valuesOf({ series: delta, points: [point(1, 30, 30, 4)] }, RANGE, MINUTE)).toEqual([null, 2, null, null]);
});

test('points outside the range and values that are no numbers leave no mark', () => {
  const points = [point(-1, 1), point(1, Number.NaN), point(4, 1)];
  expect(valuesOf({ series: series({}), points }, RANGE, MINUTE)).toEqual([null, null, null, null]);
});

test('the unit of a counter is that of its rate', () => {
  const shown = (unit: string): string => unitShown({ ...counter, unit });
  expect(['', '1', '{request}', 'By', 's'].map(shown)).toEqual(['1/s', '1/s', '1/s', 'By/s', 's/s']);
  expect(unitShown(series({ unit: 'By' }))).toBe('By');
  expect(unitShown(series({ unit: 'By', type: 'sum', monotonic: false }))).toBe('By');
});
