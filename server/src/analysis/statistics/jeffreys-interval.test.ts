import { expect, test } from 'vitest';
import { jeffreysInterval } from './jeffreys-interval.ts';

test('an interval holds its share, narrows with trials and stays within 0 and 1', () => {
  const few = jeffreysInterval(3, 4);
  const many = jeffreysInterval(300, 400);
  expect(few.low).toBeLessThan(0.75);
  expect(few.high).toBeGreaterThan(0.75);
  expect(many.high - many.low).toBeLessThan((few.high - few.low) / 4);
  expect(jeffreysInterval(0, 5).low).toBe(0);
  expect(jeffreysInterval(5, 5).high).toBe(1);
  expect(jeffreysInterval(0, 0)).toEqual({ low: 0, high: 1 });
});

test('5 of 10 at 95 % lies between 0.224 and 0.776', () => {
  const { low, high } = jeffreysInterval(5, 10, 0.95);
  expect(low).toBeCloseTo(0.2235, 3);
  expect(high).toBeCloseTo(0.7765, 3);
});
