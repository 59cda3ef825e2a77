import { expect, test } from 'vitest';
import { createStillClock, startStopwatch } from './clock.ts';

test('a still clock moves only when told', () => {
  const clock = createStillClock(1_000);
  expect(clock.now()).toBe(1_000);
  clock.advance(50);
  expect(clock.now()).toBe(1_050);
  clock.set(7);
  expect(clock.now()).toBe(7);
});

test('a stopwatch never runs backwards', () => {
  const elapsed = startStopwatch();
  const first = elapsed();
  expect(first).toBeGreaterThanOrEqual(0);
  expect(elapsed()).toBeGreaterThanOrEqual(first);
});
