import { expect, test } from 'vitest';
import { counterUniform } from '../statistics/counter-hash.ts';
import { createDensityFilter, fadeADay, learnRow, probabilityOf } from './density-filter.ts';

test('untrained it says what its prior means say', () => {
  const filter = createDensityFilter([0, 1], [1, 0.15]);
  expect(probabilityOf(filter, Float64Array.of(1, Math.log(0.2 / 0.8)))).toBeCloseTo(0.2, 12);
});

test('it finds an offset that its prior did not have', () => {
  const filter = createDensityFilter([0, 1], [1, 0.15]);
  const row = Float64Array.of(1, 0);
  for (let i = 0; i < 4_000; i += 1) learnRow(filter, row, counterUniform(5, i) < 0.1 ? 1 : 0, 1);
  expect(probabilityOf(filter, row)).toBeGreaterThan(0.08);
  expect(probabilityOf(filter, row)).toBeLessThan(0.12);
});

test('a feature that is never seen keeps its prior, and one that is seen gets surer', () => {
  const filter = createDensityFilter([0, 0], [1, 0.15]);
  for (let i = 0; i < 100; i += 1) learnRow(filter, Float64Array.of(1, 0), 0, 1);
  expect(filter.means[1]).toBe(0);
  expect(filter.variances[1]).toBeCloseTo(0.15 ** 2, 12);
  expect(filter.variances[0]).toBeLessThan(0.5);
});

test('a day makes it less sure, but never less sure than its prior', () => {
  const filter = createDensityFilter([0, 0], [1, 0.15]);
  learnRow(filter, Float64Array.of(1, 0), 0, 1);
  const [before] = filter.variances;
  fadeADay(filter);
  expect(filter.variances[0]).toBeGreaterThan(before!);
  for (let day = 0; day < 1_000; day += 1) fadeADay(filter);
  expect(filter.variances[0]).toBe(1);
  expect(filter.variances[1]).toBeCloseTo(0.15 ** 2, 12);
});

test('half the weight twice moves it as far as a whole row once, nearly', () => {
  const whole = createDensityFilter([0], [1]);
  const halves = createDensityFilter([0], [1]);
  learnRow(whole, Float64Array.of(1), 1, 0.02);
  for (let i = 0; i < 2; i += 1) learnRow(halves, Float64Array.of(1), 1, 0.01);
  expect(halves.means[0]).toBeCloseTo(whole.means[0]!, 3);
});
