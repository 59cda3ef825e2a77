// Whether a model in shadow tells better than the one that is shown, by stories that both told of the same.
import type { ModelCall } from './model-call.ts';

/** Of a story that both told the share of sentences that hold, 0 to 1; 0 for one that was refused or failed. */
export interface SharePair {
  readonly shown: number;
  readonly shadow: number;
}

export interface ShareComparison {
  /** Stories that both told. */
  readonly pairs: number;
  /** Of them: the one in shadow had the larger share of sentences that hold, the smaller one, the same. */
  readonly better: number;
  readonly worse: number;
  readonly same: number;
  /** Mean shares. `undefined` without pairs. */
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
export function compareShadow(calls: readonly ComparedCall[]): ShareComparison {
  const shown = lastOfEach(calls.filter(({ shadow }) => shadow !== true));
  const shadow = lastOfEach(calls.filter((call) => call.shadow === true));
  return comparePairs(
    [...shadow].flatMap(([about, call]) => {
      const other = shown.get(about);
      return other ? [{ shown: shareOf(other), shadow: shareOf(call) }] : [];
    }),
  );
}

/** The rule by which one model takes the place of another: each pair a story of its own. */
export function comparePairs(pairs: readonly SharePair[]): ShareComparison {
  const better = pairs.filter(({ shown, shadow }) => shadow > shown).length;
  const worse = pairs.filter(({ shown, shadow }) => shadow < shown).length;
  const isBetter = logEvidence(better, worse) >= ENOUGH;
  const mean = (of: keyof SharePair): number | undefined =>
    pairs.length === 0 ? undefined : pairs.reduce((sum, pair) => sum + pair[of], 0) / pairs.length;
  return {
    pairs: pairs.length,
    better,
    worse,
    same: pairs.length - better - worse,
    shownShare: mean('shown'),
    shadowShare: mean('shadow'),
    verdict: pairs.length < FEWEST_PAIRS ? 'too-few' : isBetter ? 'better' : 'not-better',
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
