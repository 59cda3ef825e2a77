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
