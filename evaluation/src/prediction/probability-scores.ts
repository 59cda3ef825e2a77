import { fitRidgeLogistic } from '@foreshock/server/analysis/statistics/ridge-logistic.ts';
import type { EntityForecasts } from './entity-forecasts.ts';

const BINS = 10;

/** Squared errors of some forecasts, ours and of two references, so that parts can be added up. */
export interface SquaredErrors {
  readonly ours: number;
  /** Of the entity's share in the training part. */
  readonly base: number;
  readonly online: number;
}

/** Rows `from` up to `to` of an entity against `base`, its share in the training part. */
export function squaredErrors(forecasts: EntityForecasts, base: number, from: number, to: number): SquaredErrors {
  const { probabilities, outcomes, online } = forecasts;
  const sums = { ours: 0, base: 0, online: 0 };
  for (let i = from; i < to; i += 1) {
    const outcome = outcomes[i]!;
    sums.ours += (probabilities[i]! - outcome) ** 2;
    sums.base += (base - outcome) ** 2;
    sums.online += (online[i]! - outcome) ** 2;
  }
  return sums;
}

export interface ReliabilityBin {
  readonly count: number;
  readonly said: number;
  readonly came: number;
}

/** Ten bins of equal width; sums of what was said and of what came. */
export function reliability(probabilities: Float64Array, outcomes: Uint8Array): ReliabilityBin[] {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, said: 0, came: 0 }));
  for (const [i, probability] of probabilities.entries()) {
    const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))]!;
    bin.count += 1;
    bin.said += probability;
    bin.came += outcomes[i]!;
  }
  return bins;
}

/** Expected calibration error: share of a bin times the distance of what was said to what came. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce((sum, { said, came }) => sum + Math.abs(said - came), 0) / all;
}

/** The same over ten bins of as many rows each, in order of what was said: the one to watch where little comes. */
export function equalMassError(order: Uint32Array, probabilities: Float64Array, outcomes: Uint8Array): number {
  let error = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    let apart = 0;
    const to = Math.floor(((bin + 1) * order.length) / BINS);
    for (let i = Math.floor((bin * order.length) / BINS); i < to; i += 1) {
      apart += probabilities[order[i]!]! - outcomes[order[i]!]!;
    }
    error += Math.abs(apart);
  }
  return error / order.length;
}

/** Mean of -ln of what was said of what came; what was said is kept a millionth off 0 and 1. */
export function logLoss(probabilities: Float64Array, outcomes: Uint8Array): number {
  let sum = 0;
  for (const [i, probability] of probabilities.entries()) {
    const said = Math.min(1 - 1e-6, Math.max(1e-6, probability));
    sum -= Math.log(outcomes[i] === 1 ? said : 1 - said);
  }
  return sum / probabilities.length;
}

/** Logistic regression of what came on the log odds of what was said: 0 and 1 when every odds is right. */
export function calibrationLine(
  probabilities: Float64Array,
  outcomes: Uint8Array,
): { readonly shift: number; readonly slope: number } {
  const rows = Array.from(probabilities, (probability, i) => {
    const said = Math.min(1 - 1e-6, Math.max(1e-6, probability));
    const outcome: 0 | 1 = outcomes[i] === 1 ? 1 : 0;
    return { features: Float64Array.of(1, Math.log(said / (1 - said))), outcome, weight: 1 };
  });
  const [shift = 0, slope = 0] = fitRidgeLogistic(rows, [100, 100]);
  return { shift, slope };
}

/** Places of the scores, the highest first. */
export function rankedOrder(scores: Float64Array): Uint32Array {
  return Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
}

export interface Areas {
  /** Probability that a row that came is ranked above one that did not; ties count half. */
  readonly ranking: number;
  /** Average precision; ties count as one block. */
  readonly precision: number;
}

/** Both areas of scores in their order; NaN without rows that came or without others. */
export function areasUnder(order: Uint32Array, scores: Float64Array, outcomes: Uint8Array): Areas {
  const positives = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const negatives = order.length - positives;
  let found = 0;
  let ranking = 0;
  let precision = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let hits = 0;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) hits += outcomes[order[to++]!]!;
    ranking += (to - from - hits) * (found + hits / 2);
    found += hits;
    precision += ((hits / positives) * found) / to;
    from = to;
  }
  return { ranking: ranking / (positives * negatives), precision };
}
