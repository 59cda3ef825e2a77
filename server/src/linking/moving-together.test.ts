import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { counterUniform } from '../analysis/statistics/counter-hash.ts';
import { movingTogether } from './moving-together.ts';

const MINUTES = 45;
const noise = (seed: number, most = 20): number[] =>
  Array.from({ length: MINUTES }, (_, minute) => 1 + Math.floor(most * counterUniform(seed, minute)));

test('counts that follow each other are known with the lag between them', () => {
  const first = noise(1);
  const later = [3, 4, ...first.slice(0, -2).map((count) => 2 * count)];
  const movement = movingTogether(first, later, []);
  expect(movement).toMatchObject({ lag: 2 * MINUTE, minutes: MINUTES });
  expect(movement?.correlation).toBeGreaterThan(0.9);
  expect(movement?.p).toBeLessThan(1e-4);
  expect(movingTogether(later, first, [])?.lag).toBe(-2 * MINUTE);
});

test('two that begin, grow and burst at the same time and are otherwise their own are not', () => {
  const grown = (seed: number): number[] =>
    noise(seed).map((count, minute) => (minute < 5 ? 0 : count + 10 * minute + (minute === 20 ? 500 : 0)));
  for (let seed = 2; seed < 12; seed += 1)
    expect(movingTogether(grown(seed), grown(seed + 100), [])?.p, `seed ${seed}`).toBeGreaterThan(0.001);
});

test('what traffic explains is no movement of their own', () => {
  const traffic = noise(7, 200);
  const share = (seed: number, of: number): number[] =>
    traffic.map((count, minute) => Math.round(count * of + 3 * counterUniform(seed, minute)));
  expect(movingTogether(share(8, 0.5), share(9, 0.3), [])?.p).toBeLessThan(1e-6);
  expect(movingTogether(share(8, 0.5), share(9, 0.3), [traffic])?.p).toBeGreaterThan(0.01);
});

test('fewer than twenty minutes of both say nothing', () => {
  const short = noise(1).map((count, minute) => (minute < 19 ? count : 0));
  expect(movingTogether(short, noise(2), [])).toBeUndefined();
  expect(movingTogether(new Array<number>(MINUTES).fill(0), noise(2), [])).toBeUndefined();
});

test('independent counts are taken for joint ones no more often than p says', () => {
  const ps = Array.from({ length: 1_000 }, (_, seed) => movingTogether(noise(2 * seed), noise(2 * seed + 1), [])!.p);
  expect(ps.filter((p) => p <= 0.01).length).toBeLessThanOrEqual(20);
  expect(ps.filter((p) => p <= 0.001).length).toBeLessThanOrEqual(4);
});
