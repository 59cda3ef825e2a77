import { expect, test } from 'vitest';
import { poolAdjacentViolators } from './pool-adjacent-violators.ts';

test('a rising row stays as it is', () => {
  expect(poolAdjacentViolators([0.1, 0.2, 0.2, 0.9])).toEqual([0.1, 0.2, 0.2, 0.9]);
});

test('what falls is averaged with what it fell from, as far back as needed', () => {
  expect(poolAdjacentViolators([1, 3, 2, 4])).toEqual([1, 2.5, 2.5, 4]);
  expect(poolAdjacentViolators([5, 4, 3])).toEqual([4, 4, 4]);
});
