import type { FourCounts } from '../analysis/statistics/independence-test.ts';

/** A sample. A record that stands for many, because others were thinned out, weighs as many. */
export type Records = readonly {
  readonly weight: number;
  /** By key. */
  readonly values: ReadonlyMap<string, string>;
}[];

/** Counts of a key's values over all records of both sides. */
export interface FullCounts {
  readonly window: ReadonlyMap<string, number>;
  readonly baseline: ReadonlyMap<string, number>;
  /** All records, those without the key included. */
  readonly windowTotal: number;
  readonly baselineTotal: number;
}

export interface CountedValue {
  readonly key: string;
  readonly value: string;
  readonly counts: FourCounts;
  /** Indices of the window's sampled records that have it. */
  readonly inWindow: ReadonlySet<number>;
}

/** A key with more values than this, and one in every second record, names records and not kinds of them. */
const FEW_VALUES = 20;
const NAMING_SHARE = 0.5;

/**
 * Every value of either side, by key and value. Left out are keys that name single records. Counts of a sample add up to
 * its records, whatever they weigh: a test must not take one record that stands for a hundred for a hundred.
 */
export function countValues(window: Records, baseline: Records, full: ReadonlyMap<string, FullCounts>): CountedValue[] {
  const [windowWeight, baselineWeight] = [weightOf(window), weightOf(baseline)];
  const now = byKey(window);
  const before = byKey(baseline);
  const keys = [...new Set([...now.keys(), ...before.keys(), ...full.keys()])].sort();
  return keys.flatMap((key) => {
    const complete = full.get(key);
    const [inWindow, inBaseline] = [now.get(key) ?? new Map(), before.get(key) ?? new Map()];
    if (!complete && (namesRecords(inWindow) || namesRecords(inBaseline))) return [];
    const values = complete
      ? new Set([...complete.window.keys(), ...complete.baseline.keys()])
      : new Set<string>([...inWindow.keys(), ...inBaseline.keys()]);
    return [...values].sort().map((value) => ({
      key,
      value,
      counts: complete
        ? countsOf(complete, value)
        : ([
            ...split(window, windowWeight, inWindow.get(value)),
            ...split(baseline, baselineWeight, inBaseline.get(value)),
          ] as const),
      inWindow: inWindow.get(value) ?? new Set<number>(),
    }));
  });
}

/** Records with all of the values, and the others. */
export function sharedBy(
  records: Records,
  values: readonly { readonly key: string; readonly value: string }[],
): readonly [number, number] {
  const having = new Set<number>();
  records.forEach((record, index) => {
    if (values.every(({ key, value }) => record.values.get(key) === value)) having.add(index);
  });
  return split(records, weightOf(records), having);
}

type ByValue = Map<string, Set<number>>;

function byKey(records: Records): Map<string, ByValue> {
  const keys = new Map<string, ByValue>();
  records.forEach(({ values }, index) => {
    for (const [key, value] of values) {
      const known: ByValue = keys.get(key) ?? new Map();
      keys.set(key, known);
      const having = known.get(value) ?? new Set();
      known.set(value, having);
      having.add(index);
    }
  });
  return keys;
}

function namesRecords(byValue: ByValue): boolean {
  let records = 0;
  for (const having of byValue.values()) records += having.size;
  return byValue.size > FEW_VALUES && byValue.size > NAMING_SHARE * records;
}

function weightOf(records: Records): number {
  return records.reduce((sum, { weight }) => sum + weight, 0);
}

function split(records: Records, all: number, having: ReadonlySet<number> = new Set()): readonly [number, number] {
  let part = 0;
  for (const index of having) part += records[index]!.weight;
  const counted = all > 0 ? Math.round((part / all) * records.length) : 0;
  return [counted, records.length - counted];
}

function countsOf(full: FullCounts, value: string): FourCounts {
  const a = Math.round(full.window.get(value) ?? 0);
  const c = Math.round(full.baseline.get(value) ?? 0);
  return [a, Math.max(0, Math.round(full.windowTotal) - a), c, Math.max(0, Math.round(full.baselineTotal) - c)];
}
