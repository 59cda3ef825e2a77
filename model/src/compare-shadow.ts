// Whether a model in shadow tells better than the one that is shown, by stories that both told of the same.
import type { ModelCall } from './model-call.ts';

export interface ShadowComparison {
  /** Stories that both told. */
  readonly pairs: number;
  /** Of them: the one in shadow had the larger share of sentences that hold, the smaller one, the same. */
  readonly better: number;
  readonly worse: number;
  readonly same: number;
  /** Mean share of sentences that hold, 0 to 1; 0 for a story that was refused or failed. `undefined` without pairs. */
  readonly shownShare: number | undefined;
  readonly shadowShare: number | undefined;
  /** `better` only when chance would show so much in fewer than 5 of 100 cases, however often one looks. */
  readonly verdict: 'too-few' | 'not-better' | 'better';
}

/** Fewer are no ground to change who tells. */
export const FEWEST_PAIRS = 50;
/** An e-value of 20 is a chance of at most 1 in 20 over all looks together (Ville's inequality). */
const ENOUGH = Math.log(20);
/** Bets are laid on several strengths at once, since how much better it is is not known before. */
const STAKES = [0.1, 0.2, 0.4, 0.6, 0.8];

/** `calls`: in any order, those of both models. The last call about an evidence of an incident is the story. */
export function compareShadow(calls: readonly ComparedCall[]): ShadowComparison {
  const shown = lastOfEach(calls.filter(({ shadow }) => shadow !== true));
  const shadow = lastOfEach(calls.filter((call) => call.shadow === true));
  let better = 0;
  let worse = 0;
  let pairs = 0;
  let shownSum = 0;
  let shadowSum = 0;
  for (const [about, call] of shadow) {
    const other = shown.get(about);
    if (!other) continue;
    const [own, against] = [shareOf(call), shareOf(other)];
    pairs += 1;
    shadowSum += own;
    shownSum += against;
    if (own > against) better += 1;
    if (own < against) worse += 1;
  }
  const isBetter = logEvidence(better, worse) >= ENOUGH;
  return {
    pairs,
    better,
    worse,
    same: pairs - better - worse,
    shownShare: pairs === 0 ? undefined : shownSum / pairs,
    shadowShare: pairs === 0 ? undefined : shadowSum / pairs,
    verdict: pairs < FEWEST_PAIRS ? 'too-few' : isBetter ? 'better' : 'not-better',
  };
}

export type ComparedCall = Pick<ModelCall, 'time' | 'outcome' | 'verdicts' | 'shadow'> & {
  /** The same for calls that were asked the same. */
  readonly about: string;
};

function lastOfEach(calls: readonly ComparedCall[]): Map<string, ComparedCall> {
  const last = new Map<string, ComparedCall>();
  for (const call of calls) {
    const before = last.get(call.about);
    // What was held back for money says nothing of the model.
    if (call.outcome !== 'capped' && (!before || before.time <= call.time)) last.set(call.about, call);
  }
  return last;
}

function shareOf({ outcome, verdicts }: ComparedCall): number {
  if (outcome !== 'accepted') return 0;
  const claims = verdicts.filter(({ verdict }) => verdict !== 'hedged');
  return claims.length === 0 ? 0 : claims.filter(({ verdict }) => verdict === 'verified').length / claims.length;
}

/** Log of the mean wealth of who bets on `better` at even odds: large is what luck seldom gives. */
function logEvidence(better: number, worse: number): number {
  const logs = STAKES.map((stake) => better * Math.log(1 + stake) + worse * Math.log(1 - stake));
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / STAKES.length);
}
