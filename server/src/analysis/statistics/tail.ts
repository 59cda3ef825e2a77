/** Excesses over a threshold that a share `1 - EXCEEDED` of values stays under. */
export const EXCEEDED = 0.05;
/** Heavier tails than this have no variance to estimate them from. */
const MAX_SHAPE = 0.4;

export interface Tail {
  /** Mean and variance of the excesses, in one unit. */
  readonly mean: number;
  readonly variance: number;
}

/**
 * -log10 of the probability that a value exceeds the threshold by at least `excess`, with the generalised Pareto
 * distribution that has the moments of `tail`; 1.301 (p = 0.05) at an excess of 0.
 *
 * Peaks over threshold after Siffer et al., "Anomaly Detection in Streams with Extreme Value Theory", KDD 2017, with
 * moments for maximum likelihood: constant state, and within a factor of 4 of nominal at 1e-4 on light tails.
 */
export function excessSurprise(excess: number, tail: Tail): number {
  const shape = Math.max(0, Math.min(MAX_SHAPE, 0.5 * (1 - (tail.mean * tail.mean) / tail.variance)));
  const base = -Math.log10(EXCEEDED);
  if (shape <= 1e-3) return base + excess / tail.mean / Math.LN10;
  return base + Math.log10(1 + (shape * excess) / (tail.mean * (1 - shape))) / shape;
}
