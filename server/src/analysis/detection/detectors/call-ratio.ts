import { negativeBinomialLowerTail, sizeFromMoments } from '../../statistics/negative-binomial.ts';
import { surpriseOf } from '../reading.ts';

/** Calls to a callee per request of the caller. Three fields of a row: mean, variance over mean of the calls, minutes. */
const RATIO = 0;
const DISPERSION = 1;
const MINUTES = 2;
export const RATIO_FIELDS = 3;

const RATE = 0.01;
const FIRST_MINUTES = 30;
/** A caller with fewer requests is no reference. */
const MIN_REQUESTS = 20;
const LEAST_EXPECTED = 5;
/** Half the calls must be gone to be worth a look. */
const LEAST_DROP = 0.5;

/**
 * How surprising so few calls are, given the requests that the caller served: a drop upstream is not blamed on those
 * below. Learns from the minute. `undefined` when the caller served too little to say.
 */
export function stepRatio(
  fields: Float64Array,
  at: number,
  calls: number,
  requests: number,
): { readonly surprise: number; readonly expected: number } | undefined {
  if (requests < MIN_REQUESTS) return undefined;
  const expected = fields[at + RATIO]! * requests;
  const dispersion = Math.max(1, fields[at + DISPERSION]!);
  const minutes = fields[at + MINUTES]!;
  const isSettled = minutes >= FIRST_MINUTES;
  const isDrop = isSettled && expected >= LEAST_EXPECTED && calls < LEAST_DROP * expected;
  const size = sizeFromMoments(expected, dispersion * expected);
  const surprise = isDrop ? surpriseOf(negativeBinomialLowerTail(Math.round(calls), expected, size)) : 0;

  const rate = Math.max(RATE, 1 / (minutes + 1));
  const spread = 3 * Math.sqrt(dispersion * expected) + 1;
  // An incident must not become what is usual.
  const taught = isSettled ? Math.max(expected - spread, Math.min(expected + spread, calls)) : calls;
  if (expected > 0) {
    const square = Math.min(9 * dispersion, (calls - expected) ** 2 / expected);
    fields[at + DISPERSION]! += rate * (square - fields[at + DISPERSION]!);
  }
  fields[at + RATIO]! += rate * (taught / requests - fields[at + RATIO]!);
  fields[at + MINUTES] = minutes + 1;
  return { surprise, expected };
}
