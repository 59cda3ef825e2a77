import { expect, test } from 'vitest';
import { layOutReliability } from './reliability-geometry.ts';

const group = (said: number, came: number, forecasts: number) => {
  const hits = Math.round(came * forecasts);
  return { from: said, to: said, said, came, low: came / 2, high: (came + 1) / 2, forecasts, hits };
};

test('what comes true as often as said lies on the diagonal, what comes more often above it', () => {
  const { groups, left, bottom, side } = layOutReliability([group(0.3, 0.3, 10), group(0.5, 0.9, 10)], 560);
  const height = (at: { x: number; y: number }) => (bottom - at.y) / side - (at.x - left) / side;
  expect(height(groups[0]!)).toBeCloseTo(0, 10);
  expect(height(groups[1]!)).toBeCloseTo(0.4, 10);
  expect(groups[1]!.highY).toBeLessThan(groups[1]!.y);
  expect(groups[1]!.lowY).toBeGreaterThan(groups[1]!.y);
});

test('four times the calls are four times the area, and a single call can still be seen', () => {
  const { groups } = layOutReliability([group(0.3, 0.3, 100), group(0.5, 0.5, 400), group(0.7, 0.7, 1)], 560);
  expect(groups[1]!.radius / groups[0]!.radius).toBeCloseTo(2, 10);
  expect(groups[2]!.radius).toBeGreaterThanOrEqual(2.5);
});

test('on a phone the square is as wide as there is room, on a large screen it stops growing', () => {
  expect(layOutReliability([], 358).side).toBe(290);
  expect(layOutReliability([], 2_000).side).toBe(520);
  expect(layOutReliability([], 100).side).toBe(160);
});

test('counts below the square never touch', () => {
  const { groups } = layOutReliability([group(0.3, 0.3, 1), group(0.31, 0.3, 1), group(0.45, 0.3, 1)], 560);
  expect(groups.map(({ countX }) => countX !== undefined)).toEqual([true, false, true]);
});
