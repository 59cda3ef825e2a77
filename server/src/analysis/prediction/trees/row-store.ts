import { counterUniform } from '../../statistics/counter-hash.ts';

/**
 * Decided rows to learn from, in a bounded number. When they become too many, half of them go by a hash of their own, and
 * those that stay count double: so every time and every failure stays represented, and no sum is changed but by chance.
 */

/** Plain data. Arrays grow with the count. */
export interface RowStore {
  readonly width: number;
  readonly most: number;
  count: number;
  /** Of new rows this share is kept. */
  share: number;
  codes: Uint8Array;
  times: Float64Array;
  /** To the onset, ms; infinite where none came. */
  leads: Float64Array;
  /** Rows of one failure, or of several that came together, have one number; 0 where none came. */
  groups: Uint32Array;
  /** For how many rows each stands. */
  weights: Float32Array;
  hashes: Float32Array;
}

export interface KeptRow {
  readonly codes: Uint8Array;
  readonly time: number;
  readonly lead: number;
  readonly group: number;
  /** Of the entity: with the time it decides whether the row is kept. */
  readonly pair: number;
}

const FIRST_ROWS = 16;

export function createRowStore(width: number, most: number): RowStore {
  return {
    width,
    most,
    count: 0,
    share: 1,
    codes: new Uint8Array(FIRST_ROWS * width),
    times: new Float64Array(FIRST_ROWS),
    leads: new Float64Array(FIRST_ROWS),
    groups: new Uint32Array(FIRST_ROWS),
    weights: new Float32Array(FIRST_ROWS),
    hashes: new Float32Array(FIRST_ROWS),
  };
}

export function keepRow(store: RowStore, { codes, time, lead, group, pair }: KeptRow): void {
  const hash = counterUniform(pair, time / 60_000);
  if (hash >= store.share) return;
  if (store.count === store.most) halve(store);
  if (hash >= store.share) return;
  if (store.count === store.times.length) grow(store);
  const at = store.count;
  store.codes.set(codes, at * store.width);
  store.times[at] = time;
  store.leads[at] = lead;
  store.groups[at] = group;
  store.weights[at] = 1 / store.share;
  store.hashes[at] = hash;
  store.count += 1;
}

/** Drops what is older; with room for it, more of what is new is kept from then on. */
export function forgetBefore(store: RowStore, time: number): void {
  compact(store, (at) => store.times[at]! >= time);
  if (store.count < store.most / 4) store.share = Math.min(1, 2 * store.share);
}

function halve(store: RowStore): void {
  store.share /= 2;
  const { hashes, weights, share } = store;
  for (let at = 0; at < store.count; at += 1) {
    if (hashes[at]! < share) weights[at] = Math.max(weights[at]!, 1 / share);
  }
  compact(store, (at) => hashes[at]! < share);
}

function compact(store: RowStore, stays: (at: number) => boolean): void {
  const { width, codes, times, leads, groups, weights, hashes } = store;
  let to = 0;
  for (let at = 0; at < store.count; at += 1) {
    if (!stays(at)) continue;
    codes.copyWithin(to * width, at * width, (at + 1) * width);
    times[to] = times[at]!;
    leads[to] = leads[at]!;
    groups[to] = groups[at]!;
    weights[to] = weights[at]!;
    hashes[to] = hashes[at]!;
    to += 1;
  }
  store.count = to;
}

function grow(store: RowStore): void {
  const rows = Math.min(store.most, 2 * store.times.length);
  const copy = <T extends Uint8Array | Float64Array | Uint32Array | Float32Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  store.codes = copy(store.codes, new Uint8Array(rows * store.width));
  store.times = copy(store.times, new Float64Array(rows));
  store.leads = copy(store.leads, new Float64Array(rows));
  store.groups = copy(store.groups, new Uint32Array(rows));
  store.weights = copy(store.weights, new Float32Array(rows));
  store.hashes = copy(store.hashes, new Float32Array(rows));
}
