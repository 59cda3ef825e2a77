import { expect, test } from 'vitest';
import { nearestStop } from './chart-stop.ts';

const stops = [
  { x: 0, y: 0, text: 'a' },
  { x: 10, y: 90, text: 'b' },
  { x: 12, y: 0, text: 'c' },
];

test('the cursor goes to the nearest time, or to the nearest point in a plane', () => {
  expect(nearestStop(stops, 9, 0)).toBe(1);
  expect(nearestStop(stops, 9, 0, true)).toBe(2);
  expect(nearestStop([], 9, 0)).toBe(-1);
});
