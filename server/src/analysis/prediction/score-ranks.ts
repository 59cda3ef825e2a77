import { logit } from './odds-math.ts';

/** Thirty days of scores of one failure, counted by day and by half a unit of log odds: enough to rank by. */
const DAYS = 30;
const BINS = 48;
const RAISED = 0.05;
const HIGH = 0.005;

/** Score of a resource that was not worth asking about. */
export const UNASKED = 0.0005;

export interface ScoreRanks {
  readonly counts: Uint32Array;
  /** Days since the epoch that a column stands for. */
  readonly days: Int32Array;
}

export function createScoreRanks(): ScoreRanks {
  return { counts: new Uint32Array(DAYS * BINS), days: new Int32Array(DAYS).fill(-1) };
}

const binOf = (score: number): number => Math.max(0, Math.min(BINS - 1, Math.floor((logit(score) + 12) * 2)));

export function countScore(ranks: ScoreRanks, day: number, score: number): void {
  const column = day % DAYS;
  if (ranks.days[column] !== day) {
    ranks.days[column] = day;
    ranks.counts.fill(0, column * BINS, column * BINS + BINS);
  }
  const at = column * BINS + binOf(score);
  ranks.counts[at] = ranks.counts[at]! + 1;
}

/** Raised: among the highest 5 % of the last 30 days. High: among the highest 0.5 %. */
export function bandOf(ranks: ScoreRanks, day: number, score: number): 'low' | 'raised' | 'high' {
  const bin = binOf(score);
  let all = 0;
  let above = 0;
  for (let column = 0; column < DAYS; column += 1) {
    if (ranks.days[column]! < 0 || day - ranks.days[column]! >= DAYS) continue;
    for (let at = 0; at < BINS; at += 1) {
      const count = ranks.counts[column * BINS + at]!;
      all += count;
      if (at >= bin) above += count;
    }
  }
  if (all === 0) return 'low';
  const share = above / all;
  return share <= HIGH ? 'high' : share <= RAISED ? 'raised' : 'low';
}
