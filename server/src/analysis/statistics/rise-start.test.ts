import { expect, test } from 'vitest';
import { counterNormal } from './counter-hash.ts';
import { riseStart } from './rise-start.ts';

function course(length: number, levelAt: (index: number) => number): number[] {
  return Array.from({ length }, (_, index) => levelAt(index) + 0.5 * counterNormal(7, index));
}

test('the bend of a level course that rises is found within a few steps', () => {
  for (const bend of [20, 100, 200]) {
    const start = riseStart(course(300, (index) => 30 + 0.4 * Math.max(0, index - bend)));
    expect(Math.abs(start! - bend)).toBeLessThan(8);
  }
});

test('a plateau at the limit does not move the bend', () => {
  const start = riseStart(course(300, (index) => Math.min(100, 20 + Math.max(0, index - 60))));
  expect(Math.abs(start! - 60)).toBeLessThan(8);
});

test('a step rises where it jumps', () => {
  const start = riseStart(course(60, (index) => (index < 40 ? 10 : 95)));
  expect(Math.abs(start! - 39)).toBeLessThan(2);
});

test('level, falling and short courses have no start', () => {
  expect(riseStart(course(200, () => 40))).toBeUndefined();
  expect(riseStart(course(200, (index) => 90 - 0.2 * index))).toBeUndefined();
  expect(riseStart([1, 2, 3])).toBeUndefined();
  expect(riseStart(new Array(50).fill(3))).toBeUndefined();
});
