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
  /** Where labels are learnt from and scored apart: those that were learnt from are shuffled instead. */
  readonly learntShuffled?: number;
  readonly ours: number;
  /** 95 % bootstrap over the units. */
  readonly interval: Interval;
  readonly toBeat: number;
  /** Whose figure that is. */
  readonly by: string;
  /** Beyond it the run fails: below, or above where less is better. */
  readonly gate: number;
  /** Of errors. Absent: more is better. */
  readonly better?: 'lower';
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

/** `beats` only where the whole interval lies on the good side; a point there alone is `ahead`. */
export function verdictOf({ ours, interval, toBeat, better }: MeasuredRow): Verdict {
  const [worst, best] = better === 'lower' ? [-interval.high, -interval.low] : [interval.low, interval.high];
  const sign = better === 'lower' ? -1 : 1;
  if (worst > sign * toBeat) return 'beats';
  if (sign * ours > sign * toBeat) return 'ahead';
  return best >= sign * toBeat ? 'within noise' : 'below';
}

/** Sentences for the gates that do not hold, and for controls that beat what chance gives. */
export function brokenGates(rows: readonly MeasuredRow[]): string[] {
  return rows.flatMap(({ set, metric, ours, gate, permuted, learntShuffled = Number.NaN, better }) => {
    const sign = better === 'lower' ? -1 : 1;
    const side = better === 'lower' ? 'above' : 'below';
    return [
      ...(sign * ours < sign * gate
        ? [`${set} ${metric}: ${ours.toFixed(3)} is ${side} its gate ${gate.toFixed(3)}`]
        : []),
      ...[permuted, learntShuffled]
        .filter((control) => sign * control >= sign * ours)
        .map((control) => `${set} ${metric}: shuffled labels give ${control.toFixed(3)}, ours ${ours.toFixed(3)}`),
    ];
  });
}
