import { HORIZON_MINUTES } from './horizons.ts';

/**
 * What happened after states like this one: a point about every seven minutes for seven days, shared by the siblings
 * of one workload's measure. Hot path: typed arrays and loops.
 */

export const CAPACITY = 1_440;
export const POINT_EVERY_MINUTES = 7;
const BINS = HORIZON_MINUTES.length;
const LONGEST = HORIZON_MINUTES[BINS - 1]!;
/** Shares of the limit are kept as integers of a hundredth of a percent. */
export const SCALE = 10_000;

export interface RunUpTable {
  readonly level: Int16Array;
  /** Change over the last 15, 60 and 240 minutes. */
  readonly change15: Int16Array;
  readonly change60: Int16Array;
  readonly change240: Int16Array;
  /** Highest value reached within each horizon, less the level. Row by row. */
  readonly runUp: Int16Array;
  /** Value at the end of each horizon, less the level. */
  readonly later: Int16Array;
  /** How many horizons are over. */
  readonly matured: Uint8Array;
  readonly owner: Uint32Array;
  readonly minute: Int32Array;
  next: number;
  count: number;
  /** Robust spread of level and changes, refreshed every hour. */
  readonly spread: Float64Array;
  readonly range: Float64Array;
  refreshed: number;
  siblings: number;
}

export interface RunUpState {
  readonly level: number;
  readonly change15: number;
  readonly change60: number;
  readonly change240: number;
}

export function createRunUpTable(): RunUpTable {
  return {
    level: new Int16Array(CAPACITY),
    change15: new Int16Array(CAPACITY),
    change60: new Int16Array(CAPACITY),
    change240: new Int16Array(CAPACITY),
    runUp: new Int16Array(CAPACITY * BINS),
    later: new Int16Array(CAPACITY * BINS),
    matured: new Uint8Array(CAPACITY),
    owner: new Uint32Array(CAPACITY),
    minute: new Int32Array(CAPACITY),
    next: 0,
    count: 0,
    spread: new Float64Array([0.01, 0.005, 0.005, 0.01]),
    range: new Float64Array([0, 1]),
    refreshed: 0,
    siblings: 1,
  };
}

const pack = (share: number): number => Math.max(-32_768, Math.min(32_767, Math.round(share * SCALE)));

/** Adds a point when this series is due; siblings take turns, so that the table always reaches back seven days. */
export function addPoint(table: RunUpTable, owner: number, minute: number, state: RunUpState): boolean {
  const every = POINT_EVERY_MINUTES * table.siblings;
  if ((minute + owner) % every !== 0) return false;
  const row = table.next;
  table.level[row] = pack(state.level);
  table.change15[row] = pack(state.change15);
  table.change60[row] = pack(state.change60);
  table.change240[row] = pack(state.change240);
  table.matured[row] = 0;
  table.owner[row] = owner;
  table.minute[row] = minute;
  table.runUp.fill(0, row * BINS, row * BINS + BINS);
  table.later.fill(0, row * BINS, row * BINS + BINS);
  table.next = (row + 1) % CAPACITY;
  table.count = Math.min(CAPACITY, table.count + 1);
  return true;
}

/** Tells the points of the last four hours what came: `share` is the value of `owner` at `minute`. */
export function followPoints(table: RunUpTable, owner: number, minute: number, share: number): void {
  const value = pack(share);
  for (let back = 1; back <= table.count; back += 1) {
    const row = (table.next - back + CAPACITY) % CAPACITY;
    const age = minute - table.minute[row]!;
    if (age > LONGEST) return;
    if (table.owner[row] !== owner || age === 0) continue;
    const ahead = value - table.level[row]!;
    for (let bin = table.matured[row]!; bin < BINS; bin += 1) {
      const at = row * BINS + bin;
      if (ahead > table.runUp[at]!) table.runUp[at] = ahead;
      if (age < HORIZON_MINUTES[bin]!) continue;
      table.later[at] = ahead;
      table.matured[row] = bin + 1;
    }
  }
}

/** Spreads with floors: a resource that never moved must not find every step infinitely strange. */
const FLOORS = [0.02, 0.01, 0.015, 0.02] as const;

export function refreshSpread(table: RunUpTable, minute: number): void {
  if (minute - table.refreshed < 60) return;
  table.refreshed = minute;
  if (table.count < 8) return;
  const columns = [table.level, table.change15, table.change60, table.change240];
  for (const [index, column] of columns.entries()) {
    let sum = 0;
    let squares = 0;
    for (let row = 0; row < table.count; row += 1) {
      sum += column[row]!;
      squares += column[row]! * column[row]!;
    }
    const mean = sum / table.count;
    const deviation = Math.sqrt(Math.max(0, squares / table.count - mean * mean)) / SCALE;
    table.spread[index] = Math.max(FLOORS[index]!, deviation);
  }
  let low = table.level[0]!;
  let high = low;
  for (let row = 1; row < table.count; row += 1) {
    low = Math.min(low, table.level[row]!);
    high = Math.max(high, table.level[row]!);
  }
  table.range[0] = low / SCALE;
  table.range[1] = high / SCALE;
}
