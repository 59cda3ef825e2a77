import { incompleteBeta } from './special-functions.ts';

/**
 * Interval for a share from `hits` of `trials`; both may be fractions of a count.
 *
 * level     share of belief inside, 0.9 unless told; the rest lies half below and half above
 * returns   within [0, 1]; low is 0 without hits and high is 1 without misses; [0, 1] without trials
 *
 * Equal-tailed under the prior of Jeffreys, Beta(1/2, 1/2); Brown, Cai and DasGupta, Statistical Science 16, 2001.
 */
export function jeffreysInterval(hits: number, trials: number, level = 0.9): { low: number; high: number } {
  if (trials <= 0) return { low: 0, high: 1 };
  const a = hits + 0.5;
  const b = trials - hits + 0.5;
  const tail = (1 - level) / 2;
  return { low: hits <= 0 ? 0 : betaQuantile(tail, a, b), high: hits >= trials ? 1 : betaQuantile(1 - tail, a, b) };
}

function betaQuantile(share: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
