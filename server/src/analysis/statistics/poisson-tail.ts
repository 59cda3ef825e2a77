import { lowerGamma, upperGamma } from './special-functions.ts';

/** P(X >= count) for X Poisson of mean > 0. */
export function poissonUpperTail(count: number, mean: number): number {
  return count <= 0 ? 1 : lowerGamma(count, mean);
}

/** P(X <= count) for X Poisson of mean > 0. */
export function poissonLowerTail(count: number, mean: number): number {
  return count < 0 ? 0 : upperGamma(count + 1, mean);
}
