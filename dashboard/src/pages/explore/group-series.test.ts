import { expect, test } from 'vitest';
import { groupSeries, seriesNames } from './group-series.ts';

const series = (id: string, metric: string, attributes: Record<string, string>, name = 'shop/cart') => ({
  id,
  entity: { name },
  metric,
  unit: 's',
  attributes,
});

test('series of one metric and unit stand on one chart', () => {
  const groups = groupSeries([series('a', 'z', {}), series('b', 'a', {}), { ...series('c', 'z', {}), unit: 'ms' }]);
  expect(groups.map((group) => [group.metric, group.unit, group.series.length])).toEqual([
    ['a', 's', 1],
    ['z', 'ms', 1],
    ['z', 's', 1],
  ]);
});

test('only what tells series apart is in their names', () => {
  const names = seriesNames([
    series('a', 'm', { pool: 'orders', state: 'used' }),
    series('b', 'm', { pool: 'orders', state: 'idle' }),
  ]);
  expect([...names.values()]).toEqual(['used', 'idle']);
  expect(seriesNames([series('a', 'm', { pool: 'x' })]).get('a')).toBe('cart');
  expect(seriesNames([series('a', 'm', {}), series('b', 'm', {}, 'shop/web')]).get('b')).toBe('web');
});
