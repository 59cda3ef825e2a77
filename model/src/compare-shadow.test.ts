import { expect, test } from 'vitest';
import { type ComparedCall, compareShadow } from './compare-shadow.ts';

const verdict = (holds: boolean): ComparedCall['verdicts'][number] => ({
  text: '',
  place: 'summary',
  verdict: holds ? 'verified' : 'dropped',
  faults: [],
});
const story = (about: string, held: number, of: number, more: Partial<ComparedCall> = {}): ComparedCall => ({
  about,
  time: 1,
  outcome: 'accepted',
  verdicts: Array.from({ length: of }, (_, index) => verdict(index < held)),
  ...more,
});
const shadow = true as const;

/** Plain congruential generator: the same numbers on every machine. */
function draws(seed: number): () => number {
  let state = seed * 2_654_435_761 + 12_345;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Stories of two models whose sentences hold with these chances. */
function both(seed: number, count: number, shownHolds: number, shadowHolds: number): ComparedCall[] {
  const draw = draws(seed);
  const holding = (chance: number): number => Array.from({ length: 5 }, draw).filter((value) => value < chance).length;
  return Array.from({ length: count }, (_, at) => [
    story(`i${at}`, holding(shownHolds), 5),
    story(`i${at}`, holding(shadowHolds), 5, { shadow }),
  ]).flat();
}

test('only stories that both told are compared, by the last call; a refused one counts as nothing held', () => {
  const compared = compareShadow([
    story('a', 4, 4),
    story('a', 1, 4, { shadow, outcome: 'refused-by-checks' }),
    story('a', 4, 4, { shadow, time: 2 }),
    story('b', 2, 4),
    story('b', 3, 4, { shadow }),
    story('c', 4, 4),
    story('d', 4, 4, { shadow }),
    story('e', 0, 0, { outcome: 'capped' }),
    story('e', 4, 4, { shadow }),
  ]);
  expect(compared).toEqual({
    pairs: 2,
    better: 1,
    worse: 0,
    same: 1,
    shownShare: 0.75,
    shadowShare: 0.875,
    verdict: 'too-few',
  });
});

test('a model that is worse, or the same, is never said to be better in a hundred runs, looked at after each story', () => {
  for (const shadowHolds of [0.6, 0.8]) {
    let said = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const calls = both(seed, 200, 0.8, shadowHolds);
      const isEverBetter = Array.from({ length: 16 }, (_, look) => calls.slice(0, 2 * (50 + look * 10))).some(
        (part) => compareShadow(part).verdict === 'better',
      );
      if (isEverBetter) said += 1;
    }
    // Of the same model some run may be lucky: at most one in twenty.
    expect(said, `holds ${shadowHolds}`).toBeLessThanOrEqual(shadowHolds < 0.8 ? 0 : 5);
  }
});

test('a model that is clearly better is found to be', () => {
  const found = Array.from({ length: 20 }, (_, seed) => compareShadow(both(seed + 1, 120, 0.6, 0.9)).verdict);
  expect(found.filter((verdict) => verdict === 'better').length).toBeGreaterThanOrEqual(18);
});
