import type { EntityId } from '@foreshock/model/entity.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { createSimpleRules, extrapolate } from './simple-rules.ts';

function alarmsOf(shares: readonly number[]) {
  const rules = createSimpleRules(() => 'shop/db');
  shares.forEach((value, minute) => {
    rules.observe(minute * MINUTE, [
      {
        series: 'ser_1' as SeriesId,
        entity: 'ent_1' as EntityId,
        instance: '',
        measure: 'used',
        unit: '1',
        value,
        limit: 1,
      },
    ]);
  });
  const minutesOf = (rule: 'predictLinear' | 'nineTenths') =>
    rules.alarms(rule).map(({ from, to }) => [from / MINUTE, to === undefined ? undefined : to / MINUTE]);
  return { predictLinear: minutesOf('predictLinear'), nineTenths: minutesOf('nineTenths') };
}

test('nine tenths alarms after five minutes at the level, once, and ends with it', () => {
  const shares = [...Array<number>(20).fill(0.5), ...Array<number>(8).fill(0.95), ...Array<number>(5).fill(0.5)];
  expect(alarmsOf(shares).nineTenths).toEqual([[25, 28]]);
});

test('a line that meets the limit within four hours alarms, a slower one does not', () => {
  const rising = (perHour: number) => Array.from({ length: 90 }, (_, minute) => 0.3 + (perHour * minute) / 60);
  expect(alarmsOf(rising(0.3)).predictLinear).toHaveLength(1);
  expect(alarmsOf(rising(0.1)).predictLinear).toHaveLength(0);
});

test('the line is that of least squares; too few points have none', () => {
  const xs = Array.from({ length: 10 }, (_, index) => index);
  expect(
    extrapolate(
      xs,
      xs.map((x) => 2 + 3 * x),
      20,
    ),
  ).toBeCloseTo(62);
  expect(extrapolate([1, 2], [1, 2], 3)).toBeUndefined();
});
