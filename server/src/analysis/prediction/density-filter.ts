import { sigmoid } from './odds-math.ts';

/**
 * Logistic regression that learns one row at a time: every weight is a normal with its own variance (a diagonal
 * assumed-density filter). Without rows the prior means stand, so it can be asked from the first minute on.
 */

/** What is known fades by this much a day, so that weights can follow. */
const KEPT_PER_DAY = 0.995;

/** Plain data. */
export interface DensityFilter {
  readonly means: Float64Array;
  readonly variances: Float64Array;
  readonly priorVariances: Float64Array;
}

export function createDensityFilter(means: readonly number[], deviations: readonly number[]): DensityFilter {
  const priorVariances = Float64Array.from(deviations, (deviation) => deviation ** 2);
  return { means: Float64Array.from(means), variances: priorVariances.slice(), priorVariances };
}

export function probabilityOf({ means }: DensityFilter, features: Float64Array): number {
  let z = 0;
  for (let i = 0; i < means.length; i += 1) z += means[i]! * features[i]!;
  return sigmoid(z);
}

/** `weight`: rows that share one outcome share one weight. */
export function learnRow(filter: DensityFilter, features: Float64Array, outcome: 0 | 1, weight: number): void {
  const { means, variances } = filter;
  const probability = probabilityOf(filter, features);
  const steep = weight * probability * (1 - probability);
  const pull = weight * (outcome - probability);
  for (let i = 0; i < means.length; i += 1) {
    const x = features[i]!;
    if (x === 0) continue;
    const variance = 1 / (1 / variances[i]! + steep * x * x);
    variances[i] = variance;
    means[i] = means[i]! + variance * pull * x;
  }
}

/** Once a day: what was learnt long ago is less sure, and never less sure than the prior. */
export function fadeADay({ variances, priorVariances }: DensityFilter): void {
  for (let i = 0; i < variances.length; i += 1) {
    variances[i] = Math.min(priorVariances[i]!, variances[i]! / KEPT_PER_DAY);
  }
}
