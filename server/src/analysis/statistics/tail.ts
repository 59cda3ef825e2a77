/** Excesses over a threshold that a share `1 - EXCEEDED` of values stays under. */
export const EXCEEDED = 0.05;
/** Heavier tails than this have no variance to estimate them from. */
const MAX_SHAPE = 0.4;
const BASE = -Math.log10(EXCEEDED);

/**
 * -log10 of the probability that a value exceeds the threshold by at least `excess`, with the generalised Pareto
 * distribution whose excesses have this mean and variance; 1.301 (p = 0.05) at an excess of 0.
 *
 * Peaks over threshold after Siffer et al., "Anomaly Detection in Streams with Extreme Value Theory", KDD 2017, with
 * moments for maximum likelihood: constant state, and within a factor of 4 of nominal at 1e-4 on light tails.
 */
export function excessSurprise(excess: number, mean: number, variance: number): number {
  const shape = Math.max(0, Math.min(MAX_SHAPE, 0.5 * (1 - (mean * mean) / variance)));
  if (shape <= 1e-3) return BASE + excess / mean / Math.LN10;
  return BASE + Math.log10(1 + (shape * excess) / (mean * (1 - shape))) / shape;
}
