import type { JointMovement } from '@foreshock/model/template-link.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { normalTail } from '../analysis/statistics/special-functions.ts';

/** Below, chance has too few shifts to be known by. */
const LEAST_MINUTES = 20;
/** A caller gives up within two minutes of what it waits for. */
const MOST_LAG = 2;
const LAGS = 2 * MOST_LAG + 1;
/** Of sums of squares of ranks: what is left by rounding. */
const TINY = 1e-6;

/**
 * How two counts move together, `undefined` when they share fewer than 20 minutes between the first and last line of both.
 *
 * first, second  lines per minute over the same minutes, oldest first
 * traffic        of the same minutes, per route: requests that pass both services
 *
 * The statistic is Spearman's rank correlation of the changes from minute to minute, the greatest over lags of up to two
 * minutes either way. Changes know nothing of level and trend, which everything in an incident shares; ranks give no
 * single burst the say; what the changes of traffic explain is taken out, because two lines that any request may leave
 * move with it. Chance is what circular shifts beyond these lags show: p is the normal tail of the correlation in units of
 * their spread, and of that of independent ranks where it is greater, times the lags tried. A correlation that some shift
 * reaches is none (p 1).
 */
export function movingTogether(
  first: readonly number[],
  second: readonly number[],
  traffic: readonly (readonly number[])[],
): JointMovement | undefined {
  const isLine = (count: number): boolean => count > 0;
  if (!first.some(isLine) || !second.some(isLine)) return undefined;
  const from = Math.max(first.findIndex(isLine), second.findIndex(isLine));
  const to = Math.min(first.findLastIndex(isLine), second.findLastIndex(isLine)) + 1;
  if (to - from < LEAST_MINUTES) return undefined;
  const ranksOf = (counts: readonly number[]): number[] => centredRanks(changesOf(counts.slice(from, to)));
  const controls = orthogonal(traffic.map(ranksOf));
  const [a, b] = [without(ranksOf(first), controls), without(ranksOf(second), controls)];
  const scale = Math.sqrt(dot(a, a) * dot(b, b));
  if (scale < TINY) return undefined;
  const at = (shift: number): number => shiftedProduct(a, b, shift) / scale;
  let best = { correlation: at(0), lag: 0 };
  for (let lag = -MOST_LAG; lag <= MOST_LAG; lag += 1)
    if (at(lag) > best.correlation) best = { correlation: at(lag), lag };
  const shifts = Array.from({ length: a.length - LAGS }, (_, index) => at(index + MOST_LAG + 1));
  const ofIndependent = 1 / Math.sqrt(a.length - 1 - controls.length);
  const spread = Math.max(Math.sqrt(dot(shifts, shifts) / shifts.length), ofIndependent);
  const isReached = shifts.some((correlation) => correlation >= best.correlation);
  const p = isReached ? 1 : Math.min(1, LAGS * normalTail(best.correlation / spread));
  return { correlation: best.correlation, lag: best.lag * MINUTE, minutes: to - from, p };
}

function changesOf(counts: readonly number[]): number[] {
  return counts.slice(1).map((count, index) => count - counts[index]!);
}

/** Equal values share the mean of their places. */
function centredRanks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length).fill(0);
  const middle = (values.length - 1) / 2;
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1]!] === values[order[start]!]) end += 1;
    for (let place = start; place <= end; place += 1) ranks[order[place]!] = (start + end) / 2 - middle;
    start = end + 1;
  }
  return ranks;
}

/** Of `a` with what `b` had `shift` places later, around the end. */
function shiftedProduct(a: readonly number[], b: readonly number[], shift: number): number {
  const { length } = a;
  return a.reduce((sum, value, index) => sum + value * b[(index + shift + length) % length]!, 0);
}

/** Each without what those before it explain; one that they explain whole is left out. */
function orthogonal(series: readonly (readonly number[])[]): number[][] {
  const kept: number[][] = [];
  for (const one of series) {
    const rest = without(one, kept);
    if (dot(rest, rest) > TINY) kept.push(rest);
  }
  return kept;
}

/** What `controls`, orthogonal to each other, do not explain of it (least squares). */
function without(series: readonly number[], controls: readonly (readonly number[])[]): number[] {
  let rest = [...series];
  for (const control of controls) {
    const slope = dot(rest, control) / dot(control, control);
    rest = rest.map((value, index) => value - slope * control[index]!);
  }
  return rest;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
