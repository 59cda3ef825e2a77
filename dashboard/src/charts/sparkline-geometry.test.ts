import { expect, test } from 'vitest';
import { layOutSparkline } from './sparkline-geometry.ts';

const sparkline = { from: 0, step: 60_000, values: [1, 1, undefined, 4, 9] };

test('the line breaks where no data was and ends at the last value', () => {
  const layout = layOutSparkline(sparkline, 104, 30, 180_000);
  expect(layout.path.match(/M/g)).toHaveLength(2);
  expect(layout.end).toEqual({ x: 100, y: 3 });
  expect(layout.onset).toBeCloseTo(75.25, 6);
});

test('an onset before the first value is not drawn, and a flat course stays inside', () => {
  const flat = layOutSparkline({ from: 600_000, step: 60_000, values: [5, 5] }, 100, 30, 0);
  expect(flat.onset).toBeUndefined();
  expect(flat.end?.y).toBe(27);
});
