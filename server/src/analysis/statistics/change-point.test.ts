import { expect, test } from 'vitest';
import { CUSUM_ALARM, changeIndex, stepCusum } from './change-point.ts';

test('the change of the mean is found where it is', () => {
  expect(changeIndex([1, 2, 1, 2, 1, 9, 8, 9])).toBe(5);
  expect(changeIndex([5, 0, 0, 0])).toBe(1);
});

test('a constant has no change, nor has a single value', () => {
  expect(changeIndex([3.3, 3.3, 3.3, 3.3, 3.3, 3.3, 3.3])).toBeUndefined();
  expect(changeIndex([1])).toBeUndefined();
});

test('a shift of one standard deviation alarms after 16 steps, in its direction alone', () => {
  let state = { up: 0, down: 0 };
  for (let i = 0; i < 15; i++) state = stepCusum(state, 1);
  expect(state.up).toBeLessThan(CUSUM_ALARM);
  state = stepCusum(state, 1);
  expect(state).toEqual({ up: 8, down: 0 });
});

test('one spike of any height is no alarm', () => {
  expect(stepCusum({ up: 0, down: 0 }, 1e9).up).toBeLessThan(CUSUM_ALARM);
});
