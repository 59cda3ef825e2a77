import { poissonLowerTail, poissonUpperTail } from './poisson-tail.ts';
import { incompleteBeta } from './special-functions.ts';

/** From here on the variance exceeds the mean by less than a millionth part of it per unit: Poisson. */
const POISSON_SIZE = 1e6;
/** Less would be a spread that no count of events has. */
const MIN_SIZE = 0.5;

/** The size k of the negative binomial with this mean and variance (variance = mean + mean^2 / k), at least 0.5. */
export function sizeFromMoments(mean: number, variance: number): number {
  if (variance <= mean) return POISSON_SIZE;
  return Math.max(MIN_SIZE, Math.min(POISSON_SIZE, (mean * mean) / (variance - mean)));
}

/** P(X >= count) for X negative binomial of mean > 0 and size k > 0. */
export function negativeBinomialUpperTail(count: number, mean: number, size: number): number {
  if (count <= 0) return 1;
  if (size >= POISSON_SIZE) return poissonUpperTail(count, mean);
  return incompleteBeta(mean / (mean + size), count, size);
}

/** P(X <= count) for X negative binomial of mean > 0 and size k > 0. */
export function negativeBinomialLowerTail(count: number, mean: number, size: number): number {
  if (count < 0) return 0;
  if (size >= POISSON_SIZE) return poissonLowerTail(count, mean);
  return incompleteBeta(size / (mean + size), size, count + 1);
}
