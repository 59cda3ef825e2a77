import { expect, test } from 'vitest';
import { counterNormal, counterUniform, hashText } from './counter-hash.ts';

test('equal counters give equal draws and the order of the counters matters', () => {
  expect(counterUniform(hashText('a'), 1, 2)).toBe(counterUniform(hashText('a'), 1, 2));
  expect(counterUniform(hashText('a'), 1, 2)).not.toBe(counterUniform(hashText('a'), 2, 1));
});

test('draws over consecutive counters are uniform and not correlated', () => {
  const draws = Array.from({ length: 20_000 }, (_, n) => counterUniform(7, n));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const lagged = draws.slice(1).reduce((sum, draw, n) => sum + (draw - 0.5) * (draws[n]! - 0.5), 0) / draws.length;
  expect(mean).toBeCloseTo(0.5, 1);
  expect(Math.abs(lagged * 12)).toBeLessThan(0.03);
  for (let bin = 0; bin < 10; bin += 1) {
    const share = draws.filter((draw) => Math.floor(draw * 10) === bin).length / draws.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.012);
  }
});

test('normal draws have mean 0 and variance 1', () => {
  const draws = Array.from({ length: 20_000 }, (_, n) => counterNormal(3, n));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + draw * draw, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});
