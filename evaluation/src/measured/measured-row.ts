/** One figure of a data set, with what stands beside it so that it can be believed. */
export interface MeasuredRow {
  readonly set: string;
  readonly engine: string;
  readonly metric: string;
  /** Independent units: systems, series, faults. */
  readonly n: number;
  /** Of a rule that knows nothing, on the same data. */
  readonly trivial: number;
  /** The same pipeline with labels that were shuffled: what a leak would show. */
  readonly permuted: number;
  readonly ours: number;
  /** 95 % bootstrap over the units. */
  readonly interval: Interval;
  readonly toBeat: number;
  /** Whose figure that is. */
  readonly by: string;
  /** Below it the run fails. */
  readonly gate: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export type Verdict = 'beats' | 'ahead' | 'within noise' | 'below';

/** What a data set gave. `details`: lines for those who want to see the units. */
export interface BlockResult {
  readonly rows: readonly MeasuredRow[];
  readonly details: readonly string[];
}

/** `beats` only where the interval lies above; a point above alone is `ahead`. */
export function verdictOf({ ours, interval, toBeat }: MeasuredRow): Verdict {
  if (interval.low > toBeat) return 'beats';
  if (ours > toBeat) return 'ahead';
  return interval.high >= toBeat ? 'within noise' : 'below';
}

/** Sentences for the gates that do not hold, and for controls that beat what chance gives. */
export function brokenGates(rows: readonly MeasuredRow[]): string[] {
  return rows.flatMap(({ set, metric, ours, gate, permuted }) => [
    ...(ours < gate ? [`${set} ${metric}: ${ours.toFixed(3)} is below its gate ${gate.toFixed(3)}`] : []),
    ...(permuted >= ours
      ? [`${set} ${metric}: shuffled labels give ${permuted.toFixed(3)}, ours ${ours.toFixed(3)}`]
      : []),
  ]);
}
