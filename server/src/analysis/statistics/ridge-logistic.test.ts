import { expect, test } from 'vitest';
import { counterUniform } from './counter-hash.ts';
import { fitRidgeLogistic, logisticProbability } from './ridge-logistic.ts';

test('it finds the weights that made the outcomes', () => {
  const rows = Array.from({ length: 4_000 }, (_, i) => {
    const features = Float64Array.of(1, 2 * counterUniform(1, i) - 1);
    const outcome: 0 | 1 = counterUniform(2, i) < logisticProbability(Float64Array.of(-1, 2), features) ? 1 : 0;
    return { features, outcome, weight: 1 };
  });
  const [offset, slope] = fitRidgeLogistic(rows, [10, 10]);
  expect(offset).toBeCloseTo(-1, 0);
  expect(slope).toBeGreaterThan(1.8);
  expect(slope).toBeLessThan(2.2);
});

test('without rows nothing is claimed, and a tight prior holds a weight back', () => {
  expect([...fitRidgeLogistic([], [2, 1])]).toEqual([0, 0]);
  const rows = [0, 1].flatMap((side) =>
    Array.from({ length: 10 }, () => ({ features: Float64Array.of(side), outcome: side as 0 | 1, weight: 1 })),
  );
  expect(fitRidgeLogistic(rows, [0.1])[0]).toBeLessThan(fitRidgeLogistic(rows, [1])[0]!);
});

test('outcomes that one feature separates give finite weights', () => {
  const rows = [-1, 1].map((side) => ({
    features: Float64Array.of(1, side),
    outcome: (side > 0 ? 1 : 0) as 0 | 1,
    weight: 100,
  }));
  for (const weight of fitRidgeLogistic(rows, [2, 0.7])) expect(Number.isFinite(weight)).toBe(true);
});
