import { expect, test } from 'vitest';
import {
  chiSquareTail,
  erfc,
  incompleteBeta,
  lgamma,
  lowerGamma,
  normalTail,
  upperGamma,
} from './special-functions.ts';

function close(actual: number, expected: number): void {
  expect(Math.abs(actual - expected) / Math.abs(expected)).toBeLessThan(1e-10);
}

test('the logarithm of the gamma function agrees with tables', () => {
  close(lgamma(0.3), 1.0957979948180752);
  close(lgamma(7.5), 7.534364236758734);
  close(lgamma(250.25), 1129.9037609776442);
});

test('the complementary error function keeps its digits far out', () => {
  close(erfc(0.5), 0.4795001221869535);
  close(erfc(5), 1.5374597944280351e-12);
  close(erfc(-0.5), 2 - 0.4795001221869535);
  close(normalTail(1.959963984540054), 0.025);
});

test('closed forms of the incomplete functions', () => {
  close(incompleteBeta(0.3, 1, 1), 0.3);
  close(incompleteBeta(0.3, 2, 1), 0.09);
  close(incompleteBeta(0.9, 1, 3), 1 - 0.001);
  close(lowerGamma(1, 2), 1 - Math.exp(-2));
  close(upperGamma(2, 30), 31 * Math.exp(-30));
  close(chiSquareTail(3.841458820694124, 1), 0.05);
});

test('the parts of a distribution add up to one', () => {
  for (const [a, x] of [
    [0.5, 0.1],
    [3, 2],
    [50, 90],
    [500, 480],
  ] as const)
    expect(lowerGamma(a, x) + upperGamma(a, x)).toBeCloseTo(1, 12);
  for (const [x, a, b] of [
    [0.3, 2.5, 3.5],
    [0.8, 200, 30],
  ] as const)
    expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 12);
});
