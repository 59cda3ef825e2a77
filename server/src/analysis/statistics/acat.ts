const SMALLEST = 1e-12;
const LARGEST = 0.99;
/** Under this `tan` loses its digits and 1 / (p pi) has them all. */
const SMALL = 1e-8;

/** A p-value as a Cauchy variable: 0 at p = 0.5, large for small p. */
export function cauchyOf(p: number): number {
  const clipped = Math.max(SMALLEST, Math.min(LARGEST, p));
  return clipped < SMALL ? 1 / (clipped * Math.PI) : Math.tan((0.5 - clipped) * Math.PI);
}

/** The p-value of a weighted mean of Cauchy variables. */
export function pOfCauchy(mean: number): number {
  return mean > 1 / (SMALL * Math.PI) ? 1 / (mean * Math.PI) : 0.5 - Math.atan(mean) / Math.PI;
}

/**
 * One p-value for several that may depend on each other; 1 without values.
 *
 * weights   as many as values, positive
 *
 * Liu and Xie, "Cauchy combination test", JASA 2020. Values are clipped to [1e-12, 0.99].
 */
export function combineP(values: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * cauchyOf(values[i]!);
    total += weights[i]!;
  }
  return total === 0 ? 1 : pOfCauchy(sum / total);
}
