import type { DurationMs } from '@foreshock/model/time.ts';
import { counterUniform } from '../../statistics/counter-hash.ts';
import { HORIZONS } from '../horizons.ts';
import { logit, sigmoid } from '../odds-math.ts';
import {
  BOOSTING,
  type Boosting,
  type BoostingRows,
  boostedTrees,
  boostedValue,
  startBoosting,
} from './boost-trees.ts';
import type { Tree } from './grow-tree.ts';
import type { RowStore } from './row-store.ts';
import { BIN_CODES, writeBinCodes } from './tree-features.ts';

/**
 * From decided rows to trees: every row becomes one for each bin of time that it lived through (Singer and Willett 1993).
 * What is learnt from ends a longest horizon before what says when to end.
 */

/** Failures that came apart from one another: with fewer, trees learn the single cases. */
export const LEAST_GROUPS = 200;
const MOST_BIN_ROWS = 40_000;
/** Share of the failures that end the learning. */
const CHECKED_SHARE = 0.15;
const LONGEST = HORIZONS.at(-1)!;

/** Trees of one failure. Plain data. */
export interface TreesModel {
  /** Log odds of an onset in each bin, before any tree. */
  readonly offsets: Float64Array;
  readonly trees: readonly Tree[];
}

/** A fit that is under way. Plain data. */
export interface TreesFit {
  readonly offsets: Float64Array;
  readonly boosting: Boosting;
}

export interface FitOptions {
  readonly seed: number;
  /** Between two rows of the same entity. */
  readonly every: DurationMs;
}

interface BinRow {
  readonly store: RowStore;
  readonly at: number;
  readonly bin: number;
  readonly time: number;
  readonly came: 0 | 1;
  weight: number;
}

/** `undefined` with fewer than 200 failures that came apart. */
export function startFit(stores: readonly RowStore[], { seed, every }: FitOptions): TreesFit | undefined {
  const came = stores.flatMap((store) => onsetsIn(store)).sort((a, b) => a - b);
  if (came.length < LEAST_GROUPS) return undefined;
  const checkedFrom = came[Math.floor((1 - CHECKED_SHARE) * came.length)]! - LONGEST;
  const rows = thinned(
    stores.flatMap((store) => binRows(store, every)),
    seed,
  );
  shareWeights(rows);
  rows.sort((a, b) => a.time - b.time);
  const learnt = rows.filter(({ time }) => time + LONGEST <= checkedFrom);
  const checked = rows.filter(({ time }) => time >= checkedFrom);
  const offsets = baseLogits(learnt);
  const parts = { learntUntil: learnt.length, checkedFrom: learnt.length };
  const boosting = startBoosting(codedRows([...learnt, ...checked], offsets), parts, { ...BOOSTING, seed });
  return { offsets, boosting };
}

export function modelOfFit({ offsets, boosting }: TreesFit): TreesModel {
  return { offsets, trees: boostedTrees(boosting) };
}

/** P(onset within each horizon) for the codes of one kept row; never falls with the horizon. */
export function treesCurve({ offsets, trees }: TreesModel, kept: Uint8Array): number[] {
  const codes = new Uint8Array(BIN_CODES);
  let survives = 1;
  return HORIZONS.map((_, bin) => {
    writeBinCodes(kept, 0, bin, codes, 0);
    survives *= 1 - sigmoid(offsets[bin]! + boostedValue(trees, codes));
    return 1 - survives;
  });
}

/** The first onset of each group. */
function onsetsIn(store: RowStore): number[] {
  const onsets = new Map<number, number>();
  for (let at = 0; at < store.count; at += 1) {
    const group = store.groups[at]!;
    const onset = store.times[at]! + store.leads[at]!;
    if (group > 0) onsets.set(group, Math.min(onset, onsets.get(group) ?? onset));
  }
  return [...onsets.values()];
}

function binRows(store: RowStore, every: DurationMs): BinRow[] {
  const rows: BinRow[] = [];
  for (let at = 0; at < store.count; at += 1) {
    const lead = store.leads[at]!;
    for (const [bin, end] of HORIZONS.entries()) {
      const start = bin === 0 ? 0 : HORIZONS[bin - 1]!;
      // Once it came there is nothing left to ask.
      if (lead <= start) break;
      // Rows within one bin share one outcome, so they share one weight.
      const weight = (store.weights[at]! * every) / Math.max(every, end - start);
      rows.push({ store, at, bin, time: store.times[at]!, came: lead <= end ? 1 : 0, weight });
    }
  }
  return rows;
}

function thinned(rows: BinRow[], seed: number): BinRow[] {
  const share = MOST_BIN_ROWS / rows.length;
  if (share >= 1) return rows;
  const kept = rows.filter((row, i) => counterUniform(seed, i, row.bin) < share);
  for (const row of kept) row.weight /= share;
  return kept.slice(0, MOST_BIN_ROWS);
}

/** Failures that came together count once in each bin, at however many entities. */
function shareWeights(rows: readonly BinRow[]): void {
  const sums = new Map<number, number>();
  const keyOf = ({ store, at, bin }: BinRow): number => store.groups[at]! * HORIZONS.length + bin;
  for (const row of rows) if (row.came === 1) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.weight);
  for (const row of rows) if (row.came === 1) row.weight /= Math.max(1, sums.get(keyOf(row))!);
}

function baseLogits(rows: readonly BinRow[]): Float64Array {
  const came = new Float64Array(HORIZONS.length).fill(0.5);
  const all = new Float64Array(HORIZONS.length).fill(1);
  for (const row of rows) {
    came[row.bin] = came[row.bin]! + row.came * row.weight;
    all[row.bin] = all[row.bin]! + row.weight;
  }
  return came.map((sum, bin) => logit(sum / all[bin]!));
}

function codedRows(rows: readonly BinRow[], offsets: Float64Array): BoostingRows {
  const codes = new Uint8Array(rows.length * BIN_CODES);
  for (const [i, { store, at, bin }] of rows.entries()) {
    writeBinCodes(store.codes, at * store.width, bin, codes, i * BIN_CODES);
  }
  return {
    features: BIN_CODES,
    codes,
    outcomes: Uint8Array.from(rows, ({ came }) => came),
    weights: Float64Array.from(rows, ({ weight }) => weight),
    offsets: Float64Array.from(rows, ({ bin }) => offsets[bin]!),
    units: Uint32Array.from(rows, ({ store, at, time }) => unitOf(store.groups[at]!, time)),
  };
}

/** Rows before one failure are drawn together; of the others those of four hours. */
function unitOf(group: number, time: number): number {
  return group > 0 ? 2 * group + 1 : 2 * Math.floor(time / LONGEST);
}
