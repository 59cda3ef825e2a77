import { expect, test } from 'vitest';
import { shareCores } from './node-cpu.ts';

const claim = (wantsCores: number, requestCores: number, limitCores = 8) => ({ wantsCores, requestCores, limitCores });

test('with room for all, everybody could use what the others leave, up to its limit', () => {
  const [first, second] = shareCores([claim(1, 1), claim(2, 1, 3)], 8);
  expect(first).toBe(6);
  expect(second).toBe(3);
});

test('when the processor is short it is shared by request', () => {
  const [small, large] = shareCores([claim(8, 1), claim(8, 3)], 8);
  expect(small).toBeCloseTo(2);
  expect(large).toBeCloseTo(6);
});

test('who wants less than its share keeps it, and the rest goes to the others', () => {
  const [modest, greedy] = shareCores([claim(0.5, 1), claim(20, 1)], 8);
  expect(modest).toBeCloseTo(0.5);
  expect(greedy).toBeCloseTo(7.5);
});

test('nobody gets more than its limit', () => {
  expect(shareCores([claim(5, 1, 2)], 8)).toEqual([2]);
});
