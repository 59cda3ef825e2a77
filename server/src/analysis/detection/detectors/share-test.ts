import { overdispersedUpperTail } from '../../statistics/binomial-tail.ts';
import { surpriseOf } from '../reading.ts';

/**
 * How surprising a share is against its own past, with counts that vary more than chance. Works in five fields of a row:
 * decayed hits, decayed trials, dispersion, minutes seen, and a spare for the caller's limit.
 */
export const HITS = 0;
export const TRIALS = 1;
export const DISPERSION = 2;
export const MINUTES = 3;
export const SHARE_FIELDS = 4;

/** A day of minutes: what the share was a day ago counts a third. */
const DECAY = 1 - 1 / 1_440;
const DISPERSION_RATE = 0.01;
/** Squared deviations above this are incidents and do not teach. */
const MAX_SQUARE = 9;
/** Too little was seen before this many minutes and trials. */
const FIRST_MINUTES = 15;
const FIRST_TRIALS = 100;
const SETTLED_MINUTES = 60;
const PROVISIONAL_SURPRISE = 6;
/** A share is never taken for less than one hit in this many trials more than were seen. */
const PRIOR_TRIALS = 200;

export function expectedShare(fields: Float64Array, at: number): number {
  return (fields[at + HITS]! + 1) / (fields[at + TRIALS]! + PRIOR_TRIALS);
}

/** -log10 P(at least `hits` of `trials`), then learns from the minute. 0 while too little was seen. */
export function stepShare(fields: Float64Array, at: number, hits: number, trials: number): number {
  if (trials <= 0) return 0;
  const share = expectedShare(fields, at);
  const dispersion = Math.max(1, fields[at + DISPERSION]!);
  const surprise = trusted(fields, at, () => surpriseOf(overdispersedUpperTail(hits, trials, share, dispersion)));
  const spread = trials * share * (1 - share);
  const square = (hits - trials * share) ** 2 / Math.max(spread, 1e-9);
  fields[at + DISPERSION]! +=
    Math.max(DISPERSION_RATE, 1 / (fields[at + MINUTES]! + 10)) *
    (Math.min(square, MAX_SQUARE * dispersion) - fields[at + DISPERSION]!);
  // An incident must not become what is usual.
  const taught = Math.min(hits, trials * share + 3 * Math.sqrt(dispersion * spread) + 1);
  const isFirst = fields[at + MINUTES]! < FIRST_MINUTES;
  fields[at + HITS] = fields[at + HITS]! * DECAY + (isFirst ? hits : taught);
  fields[at + TRIALS] = fields[at + TRIALS]! * DECAY + trials;
  fields[at + MINUTES]! += 1;
  return surprise;
}

function trusted(fields: Float64Array, at: number, surprise: () => number): number {
  const minutes = fields[at + MINUTES]!;
  if (minutes < FIRST_MINUTES || fields[at + TRIALS]! < FIRST_TRIALS) return 0;
  return minutes < SETTLED_MINUTES ? Math.min(PROVISIONAL_SURPRISE, surprise()) : surprise();
}
