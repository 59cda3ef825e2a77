import { incompleteBeta } from './special-functions.ts';

/**
 * P(X >= successes) for X binomial.
 *
 * successes, trials  may be fractions, as after division by an overdispersion
 * share              in (0, 1)
 */
export function binomialUpperTail(successes: number, trials: number, share: number): number {
  if (successes <= 0) return 1;
  if (successes > trials) return 0;
  return incompleteBeta(share, successes, trials - successes + 1);
}

/** P(X <= successes) for X binomial. */
export function binomialLowerTail(successes: number, trials: number, share: number): number {
  if (successes >= trials) return 1;
  if (successes < 0) return 0;
  return incompleteBeta(1 - share, trials - successes, successes + 1);
}

/**
 * As `binomialUpperTail` where counts vary `dispersion` >= 1 times more than binomial ones do (variance ratio):
 * both counts are divided by it, which keeps the share and gives the variance.
 */
export function overdispersedUpperTail(successes: number, trials: number, share: number, dispersion: number): number {
  return binomialUpperTail(successes / dispersion, trials / dispersion, share);
}
