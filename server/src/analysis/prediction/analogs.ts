import { HORIZON_MINUTES } from './horizons.ts';
import { CAPACITY, type RunUpState, type RunUpTable, SCALE } from './run-up-table.ts';

const BINS = HORIZON_MINUTES.length;
/** Up to 30 minutes ahead the last hour tells; beyond, the last four. */
export const SHORT_BINS = 3;
/** Distance, in spreads, at which a past state says nothing any more. */
const REACH = 1.6;
/** A level says nothing about one further off than this share of the limit, however much the series moves. */
const WIDEST_LEVEL = 0.12;
/** The past states that resemble this one. Buffers are reused: read before the next question. */
export interface Analogs {
  readonly shortWeight: Float32Array;
  readonly longWeight: Float32Array;
  /** Weighted count of like states, and of those that rose by `need`, per horizon. */
  readonly total: Float64Array;
  readonly reached: Float64Array;
}

export function createAnalogs(): Analogs {
  return {
    shortWeight: new Float32Array(CAPACITY),
    longWeight: new Float32Array(CAPACITY),
    total: new Float64Array(BINS),
    reached: new Float64Array(BINS),
  };
}

export interface AnalogQuestion {
  readonly owner: number;
  /** Leave the siblings out: the series has two days of points of its own. */
  readonly ownOnly: boolean;
  readonly state: RunUpState;
  /** Share of the limit still to go, above zero. */
  readonly need: number;
}

/**
 * Weighs every past state by how like it is and counts which reached `need` above their level.
 *
 * into   gets the result; a weight falls from 1 to 0 with the distance in slopes and level, in spreads of the table
 *
 * Differs from the plain "150 nearest": a state like none before finds no analogs, and says so by its total weight.
 * The level is clamped to the range that was ever seen, so that a steady fill is compared by its slope.
 */
export function findAnalogs(table: RunUpTable, question: AnalogQuestion, into: Analogs): void {
  const { total, reached, shortWeight, longWeight } = into;
  total.fill(0);
  reached.fill(0);
  shortWeight.fill(0);
  longWeight.fill(0);
  const { level: levels, change15: changes15, change60: changes60, change240: changes240 } = table;
  const { runUp, matured: maturedBins, owner: owners } = table;
  const { state, owner } = question;
  const clamped = Math.min(table.range[1]!, Math.max(table.range[0]!, state.level));
  const level = clamped * SCALE;
  const change15 = state.change15 * SCALE;
  const change60 = state.change60 * SCALE;
  const change240 = state.change240 * SCALE;
  const perLevel = 1 / (Math.min(WIDEST_LEVEL, table.spread[0]! * REACH) * SCALE);
  const per15 = 0.5 / (table.spread[1]! * SCALE * REACH);
  const per60 = 1 / (table.spread[2]! * SCALE * REACH);
  const per240 = 1 / (table.spread[3]! * SCALE * REACH);
  const needed = question.need * SCALE;
  const { ownOnly } = question;
  for (let row = 0; row < table.count; row += 1) {
    const apart = Math.abs(levels[row]! - level) * perLevel;
    if (apart >= 1) continue;
    const apart60 = Math.abs(changes60[row]! - change60) * per60;
    const shared = apart + 0.5 * apart60;
    if (shared >= 1 || (ownOnly && owners[row] !== owner)) continue;
    const matured = maturedBins[row]!;
    const short = shared + 0.5 * apart60 + Math.abs(changes15[row]! - change15) * per15;
    const base = row * BINS;
    if (short < 1) {
      const weight = 1 - short * short;
      shortWeight[row] = weight;
      const until = Math.min(matured, SHORT_BINS);
      for (let bin = 0; bin < until; bin += 1) {
        total[bin]! += weight;
        if (runUp[base + bin]! >= needed) reached[bin]! += weight;
      }
    }
    const long = shared + Math.abs(changes240[row]! - change240) * per240;
    if (long < 1) {
      const weight = 1 - long * long;
      longWeight[row] = weight;
      for (let bin = SHORT_BINS; bin < matured; bin += 1) {
        total[bin]! += weight;
        if (runUp[base + bin]! >= needed) reached[bin]! += weight;
      }
    }
  }
}
