// What sets the records of a window apart from those of a baseline: values of attributes that became much more common,
// those that nearly always come together said as one.
import { discoveries } from '../analysis/statistics/benjamini-hochberg.ts';
import { type FourCounts, independenceP } from '../analysis/statistics/independence-test.ts';
import { type CountedValue, countValues, type FullCounts, type Records, sharedBy } from './count-values.ts';

export interface AttributeValue {
  readonly key: string;
  readonly value: string;
}

export interface Difference {
  /** Most telling first; all of them nearly always come together. */
  readonly values: readonly AttributeValue[];
  /** Records of the window with all values and without, of the baseline with and without. */
  readonly counts: FourCounts;
  /** Of the window, 0 to 1. */
  readonly share: number;
  /** Of the baseline, 0 to 1. */
  readonly shareBefore: number;
  /** Log odds ratio. */
  readonly effect: number;
  readonly p: number;
}

export interface Comparison {
  readonly window: Records;
  readonly baseline: Records;
  /** Of keys whose values were counted in all records, not in the sample alone. */
  readonly full?: ReadonlyMap<string, FullCounts>;
  /** Keys that tell only when the baseline does not have the value at all. */
  readonly onlyWhenNew?: (key: string) => boolean;
}

const FALSE_DISCOVERIES = 0.01;
const LEAST_EFFECT = Math.LN2;
const LEAST_SHARE = 0.05;
const MOST_JLH = 50;
/** Stands for a count of none in a ratio. */
const NONE = 0.5;
/** Of the records that have either value, so many have both. */
const TOGETHER = 0.8;

/** Most telling first; ties by key and value. */
export function whatIsDifferent(comparison: Comparison): Difference[] {
  const counted = countValues(comparison.window, comparison.baseline, comparison.full ?? new Map());
  const tested = counted.map((one) => ({ ...one, ...measure(one.counts) }));
  const isDiscovery = discoveries(
    tested.map(({ p }) => p),
    FALSE_DISCOVERIES,
  );
  const kept = tested
    .filter((_, index) => isDiscovery[index])
    .filter(({ effect, share }) => effect > LEAST_EFFECT && share >= LEAST_SHARE)
    .filter(({ key, counts }) => counts[2] === 0 || !comparison.onlyWhenNew?.(key))
    .sort((one, other) => other.rank - one.rank || compare(one.key, other.key) || compare(one.value, other.value));
  return mergeTogether(kept, comparison);
}

function measure(counts: FourCounts) {
  const [a, b, c, d] = counts;
  const share = a / Math.max(1, a + b);
  const shareBefore = c / Math.max(1, c + d);
  const shareToCompare = Math.max(c, NONE) / Math.max(1, c + d);
  const jlh = Math.min(MOST_JLH, (share - shareToCompare) * (share / shareToCompare));
  return {
    p: independenceP(counts),
    effect: Math.log(((a + 0.5) * (d + 0.5)) / ((b + 0.5) * (c + 0.5))),
    share,
    shareBefore,
    rank: share * jlh,
  };
}

type Measured = CountedValue & ReturnType<typeof measure>;

function mergeTogether(ranked: readonly Measured[], { window, baseline }: Comparison): Difference[] {
  const left = [...ranked];
  const differences: Difference[] = [];
  for (let first = left.shift(); first; first = left.shift()) {
    const members = [first];
    let shared: ReadonlySet<number> = first.inWindow;
    for (const next of [...left]) {
      if (members.some(({ key }) => key === next.key)) continue;
      const both = new Set([...shared].filter((index) => next.inWindow.has(index)));
      const either = shared.size + next.inWindow.size - both.size;
      if (either === 0 || both.size < TOGETHER * either) continue;
      members.push(next);
      shared = both;
      left.splice(left.indexOf(next), 1);
    }
    differences.push(describe(members, window, baseline));
  }
  return differences;
}

function describe(members: readonly Measured[], window: Records, baseline: Records): Difference {
  const values = members.map(({ key, value }) => ({ key, value }));
  const first = members[0]!;
  const counts: FourCounts =
    members.length === 1 ? first.counts : [...sharedBy(window, values), ...sharedBy(baseline, values)];
  const { p, effect, share, shareBefore } = measure(counts);
  return { values, counts, share, shareBefore, effect, p };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
