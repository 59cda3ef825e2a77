import { expect, test } from 'vitest';
import { layOutCountBars } from './count-bars-geometry.ts';

const bars = (...counts: number[]) => counts.map((count, i) => ({ name: `${i} to ${i + 1}`, short: `${i}`, count }));

test('the largest count fills the height, half of it half, and none has no height', () => {
  const laid = layOutCountBars(bars(10, 5, 0), 300).bars;
  expect(laid[0]!.height).toBeCloseTo(2 * laid[1]!.height, 6);
  expect(laid[2]!.height).toBe(0);
});

test('on a phone every bar is inside of the width and has its short name', () => {
  const laid = layOutCountBars(bars(1, 2, 3, 4, 5, 6, 7), 320).bars;
  expect(laid.at(-1)!.x + laid.at(-1)!.width).toBeLessThanOrEqual(320);
  expect(laid.map(({ name }) => name)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  expect(layOutCountBars(bars(1, 2), 700).bars[0]!.name).toBe('0 to 1');
});
