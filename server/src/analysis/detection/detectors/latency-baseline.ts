import { countAbove, quantileOf } from '@foreshock/model/latency-bins.ts';
import type { LatencyBins } from '@foreshock/model/rollup.ts';
import { SHARE_FIELDS, stepShare } from './share-test.ts';

/**
 * The share of requests slower than the usual 95th percentile: holds for five requests as for five thousand, where the
 * percentile itself jumps. Fields of a row: the share test, the logarithm of the usual p95 in ms, its minutes, and a
 * regression of log p95 on log count (means, variance, covariance).
 */
const SLOW = 0;
const LOG_P95 = SLOW + SHARE_FIELDS;
const MINUTES = LOG_P95 + 1;
const MEAN_LOAD = MINUTES + 1;
const MEAN_LATENCY = MEAN_LOAD + 1;
const LOAD_VARIANCE = MEAN_LATENCY + 1;
const LOAD_COVARIANCE = LOAD_VARIANCE + 1;
export const LATENCY_FIELDS = LOAD_COVARIANCE + 1;

const FIRST_MINUTES = 5;
const P95_RATE = 0.01;
const LOAD_RATE = 0.005;
/** Fewer requests teach no percentile. */
const MIN_REQUESTS = 20;
/** A step of the baseline is at most this, as a ratio e^0.3: an incident moves it little. */
const MAX_STEP = 0.3;
/** A step for each slow one of a few requests, and the largest of a minute. */
const FEW_RATE = 0.005;
const MAX_FEW_STEP = 0.01;
/** More traffic than this is load; latency within the tolerance of what load has always made is explained by it. */
const MORE_LOAD = Math.log(1.3);
const TOLERANCE = Math.log(1.2);
/** Minutes as surprising as this do not teach what load makes. */
const TEACHES_BELOW = 3;

export interface LatencyFinding {
  readonly surprise: number;
  /** In ms. */
  readonly p95: number;
  readonly usualP95: number;
  /** By the load alone. */
  readonly isExplained: boolean;
}

/** Judges the minute and learns from it; `undefined` without requests. `sampled`: spans that `count` was worked out from. */
export function stepLatency(
  fields: Float64Array,
  at: number,
  bins: LatencyBins,
  count: number,
  sampled: number,
): LatencyFinding | undefined {
  const p95 = quantileOf(bins, 0.95);
  if (p95 === undefined) return undefined;
  const minutes = fields[at + MINUTES]!;
  const usualP95 = Math.exp(fields[at + LOG_P95]!);
  const surprise =
    minutes < FIRST_MINUTES ? 0 : stepShare(fields, at + SLOW, (countAbove(bins, usualP95) * sampled) / count, sampled);
  const isExplained = stepLoad(fields, at, count, p95, surprise);
  if (sampled >= MIN_REQUESTS || minutes < FIRST_MINUTES) {
    const difference = Math.log(p95) - fields[at + LOG_P95]!;
    const step = minutes < FIRST_MINUTES ? difference : Math.max(-MAX_STEP, Math.min(MAX_STEP, difference));
    fields[at + LOG_P95]! += Math.max(P95_RATE, 1 / (minutes + 1)) * step;
    fields[at + MINUTES] = minutes + 1;
  } else {
    // Too few for a percentile: follow it by the slow ones among them, which are 5 % when it is right.
    const slow = (countAbove(bins, usualP95) * sampled) / count;
    fields[at + LOG_P95]! += Math.min(MAX_FEW_STEP, FEW_RATE * (slow - 0.05 * sampled));
    fields[at + MINUTES] = minutes + 1;
  }
  return { surprise, p95, usualP95, isExplained };
}

function stepLoad(fields: Float64Array, at: number, count: number, p95: number, surprise: number): boolean {
  const latency = Math.log(p95);
  const more = Math.log(Math.max(1, count)) - fields[at + MEAN_LOAD]!;
  const variance = fields[at + LOAD_VARIANCE]!;
  const slope = variance > 0.01 ? Math.max(0, fields[at + LOAD_COVARIANCE]! / variance) : 0;
  const isExplained = more > MORE_LOAD && slope > 0 && latency <= fields[at + MEAN_LATENCY]! + slope * more + TOLERANCE;
  if (surprise >= TEACHES_BELOW) return isExplained;
  const rate = Math.max(LOAD_RATE, 1 / (fields[at + MINUTES]! + 1));
  const difference = latency - fields[at + MEAN_LATENCY]!;
  fields[at + MEAN_LOAD]! += rate * more;
  fields[at + MEAN_LATENCY]! += rate * difference;
  fields[at + LOAD_VARIANCE] = (1 - rate) * (variance + rate * more * more);
  fields[at + LOAD_COVARIANCE] = (1 - rate) * (fields[at + LOAD_COVARIANCE]! + rate * more * difference);
  return isExplained;
}
