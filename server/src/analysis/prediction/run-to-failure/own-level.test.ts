import { expect, test } from 'vitest';
import { createOwnLevel, stepLevel } from './own-level.ts';

function levels(values: readonly number[]): number[] {
  const state = createOwnLevel();
  return values.map((value) => stepLevel(state, value));
}

test('in the first ten minutes there is no level, then it is their median', () => {
  const seen = levels([...new Array<number>(10).fill(5), 100, 100]);
  expect(seen.slice(0, 10).every(Number.isNaN)).toBe(true);
  expect(seen.slice(10)).toEqual([5, 5]);
});

test('a fault of the last ten minutes does not move the level', () => {
  const seen = levels([...new Array<number>(60).fill(5), ...new Array<number>(10).fill(50)]);
  expect(seen.at(-1)).toBe(5);
});

test('what stays for an hour and more becomes the level', () => {
  const seen = levels([...new Array<number>(60).fill(5), ...new Array<number>(80).fill(50)]);
  expect(seen.at(-1)).toBe(50);
});
