// Whether a model in shadow tells better than the one that is shown, by stories that both told of the same.

/** Of a story that both told the share of sentences that hold, 0 to 1; 0 for one that was refused or failed. */
export interface SharePair {
  readonly shown: number;
  readonly shadow: number;
}

/** Sums over pairs. */
export interface ShareTally {
  readonly pairs: number;
  readonly better: number;
  readonly worse: number;
  readonly shownSum: number;
  readonly shadowSum: number;
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

/** Each pair a story of its own. */
export function comparePairs(pairs: readonly SharePair[]): ShareComparison {
  const sum = (of: keyof SharePair): number => pairs.reduce((all, pair) => all + pair[of], 0);
  return compareShares({
    pairs: pairs.length,
    better: pairs.filter(({ shown, shadow }) => shadow > shown).length,
    worse: pairs.filter(({ shown, shadow }) => shadow < shown).length,
    shownSum: sum('shown'),
    shadowSum: sum('shadow'),
  });
}

/** The rule by which one model takes the place of another. */
export function compareShares({ pairs, better, worse, shownSum, shadowSum }: ShareTally): ShareComparison {
  const isBetter = logEvidence(better, worse) >= ENOUGH;
  const mean = (sum: number): number | undefined => (pairs === 0 ? undefined : sum / pairs);
  return {
    pairs,
    better,
    worse,
    same: pairs - better - worse,
    shownShare: mean(shownSum),
    shadowShare: mean(shadowSum),
    verdict: pairs < FEWEST_PAIRS ? 'too-few' : isBetter ? 'better' : 'not-better',
  };
}

/** Log of the mean wealth of who bets on `better` at even odds: large is what luck seldom gives. */
function logEvidence(better: number, worse: number): number {
  const logs = STAKES.map((stake) => better * Math.log(1 + stake) + worse * Math.log(1 - stake));
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / STAKES.length);
}
