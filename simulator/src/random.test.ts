import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

const draw = (count: number, one: () => number) => Array.from({ length: count }, one);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the same seed draws the same numbers and another seed others', () => {
  const numbers = draw(50, createRandom(7).next);
  expect(draw(50, createRandom(7).next)).toEqual(numbers);
  expect(draw(50, createRandom(8).next)).not.toEqual(numbers);
});

test('a fork draws the same whatever its parent drew before', () => {
  const fresh = createRandom(7);
  const used = createRandom(7);
  draw(100, used.next);
  expect(draw(20, used.fork('pods').next)).toEqual(draw(20, fresh.fork('pods').next));
  expect(draw(20, fresh.fork('load').next)).not.toEqual(draw(20, fresh.fork('pods').next));
});

test('draws have the means that they promise', () => {
  const random = createRandom('means');
  const cases: readonly [string, number, () => number][] = [
    ['uniform', 0.5, random.next],
    ['normal', 1, () => 1 + random.normal()],
    ['exponential', 3, () => random.exponential(3)],
    ['lognormal', 20, () => random.lognormal(20, 0.5)],
    ['small poisson', 0.4, () => random.poisson(0.4)],
    ['large poisson', 900, () => random.poisson(900)],
  ];
  for (const [name, expected, one] of cases) {
    const measured = mean(draw(20_000, one));
    expect(Math.abs(measured - expected), name).toBeLessThan(0.03 * Math.max(1, expected));
  }
});

test('whole numbers reach both ends and never pass them', () => {
  const random = createRandom(1);
  const drawn = new Set(draw(500, () => random.whole(3, 6)));
  expect([...drawn].sort()).toEqual([3, 4, 5, 6]);
});
