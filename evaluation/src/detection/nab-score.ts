/** The score of the Numenta Anomaly Benchmark: early finds in wide windows earn, late false alarms cost. */

/** Row indices, both inside. */
export interface Window {
  readonly first: number;
  readonly last: number;
}

/** A file as it is scored. `probation`: rows at its beginning that do not count. */
export interface NabFile {
  readonly rows: number;
  readonly windows: readonly Window[];
}

/** What finding, missing and a false alarm weigh. */
export interface NabWeights {
  readonly found: number;
  readonly missed: number;
  readonly falseAlarm: number;
}

export const NAB_WEIGHTS = {
  standard: { found: 1, missed: 1, falseAlarm: 0.11 },
  'low FP': { found: 1, missed: 1, falseAlarm: 0.22 },
  'low FN': { found: 1, missed: 2, falseAlarm: 0.11 },
} as const satisfies Record<string, NabWeights>;

const PROBATION_SHARE = 0.15;
const LONGEST_PROBATION = 750;

export function probationOf(rows: number): number {
  return Math.min(Math.floor(PROBATION_SHARE * rows), LONGEST_PROBATION);
}

/** From 1 long before to -1 long after. */
function sigmoidal(y: number): number {
  return y >= 3 ? -1 : 2 / (1 + Math.exp(5 * y)) - 1;
}

/** What one detection is worth, and the window it lies in. */
export interface Credit {
  readonly worth: number;
  readonly window: number | undefined;
}

/** `undefined` in the probation. `row`: of the detection. */
export function creditOf({ rows, windows }: NabFile, row: number): Credit | undefined {
  if (row < probationOf(rows)) return undefined;
  const window = windows.findIndex(({ first, last }) => row >= first && row <= last);
  if (window >= 0) {
    const { first, last } = windows[window]!;
    const width = last - first + 1;
    return { worth: sigmoidal(-(last - row + 1) / width) / sigmoidal(-1), window };
  }
  const passed = windows.findLast(({ last }) => last < row);
  if (!passed) return { worth: -1, window: undefined };
  return { worth: sigmoidal((row - passed.last) / (passed.last - passed.first)), window: undefined };
}

export interface NabDetections {
  readonly file: NabFile;
  readonly rows: readonly number[];
}

/** In percent of the way from a detector that finds nothing to one that finds every window at its first row. */
export function nabScore(detections: readonly NabDetections[], weights: NabWeights): number {
  let sum = 0;
  let windows = 0;
  for (const { file, rows } of detections) {
    const best = file.windows.map(() => Number.NEGATIVE_INFINITY);
    for (const row of rows) {
      const credit = creditOf(file, row);
      if (!credit) continue;
      if (credit.window === undefined) sum += weights.falseAlarm * credit.worth;
      else best[credit.window] = Math.max(best[credit.window]!, credit.worth);
    }
    windows += best.length;
    for (const worth of best) sum += worth > Number.NEGATIVE_INFINITY ? weights.found * worth : -weights.missed;
  }
  const nothing = -weights.missed * windows;
  return (100 * (sum - nothing)) / (weights.found * windows - nothing);
}
