import { expect, test } from 'vitest';
import { comparePairs, type SharePair } from './compare-shadow.ts';

/** Plain congruential generator: the same numbers on every machine. */
function draws(seed: number): () => number {
  let state = seed * 2_654_435_761 + 12_345;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Stories of five sentences of two models whose sentences hold with these chances. */
function both(seed: number, count: number, shownHolds: number, shadowHolds: number): SharePair[] {
  const draw = draws(seed);
  const share = (chance: number): number =>
    Array.from({ length: 5 }, draw).filter((value) => value < chance).length / 5;
  return Array.from({ length: count }, () => ({ shown: share(shownHolds), shadow: share(shadowHolds) }));
}

test('pairs are counted by who told more that holds, and few of them say nothing', () => {
  const pairs = [
    { shown: 1, shadow: 1 },
    { shown: 0.5, shadow: 0.75 },
  ];
  const compared = { pairs: 2, better: 1, worse: 0, same: 1, shownShare: 0.75, shadowShare: 0.875, verdict: 'too-few' };
  expect(comparePairs(pairs)).toEqual(compared);
  expect(comparePairs([])).toMatchObject({ pairs: 0, shownShare: undefined, shadowShare: undefined });
});

test('a model that is worse, or the same, is never said to be better in a hundred runs, looked at after each story', () => {
  for (const shadowHolds of [0.6, 0.8]) {
    let said = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const pairs = both(seed, 200, 0.8, shadowHolds);
      const isEverBetter = Array.from({ length: 16 }, (_, look) => pairs.slice(0, 50 + look * 10)).some(
        (part) => comparePairs(part).verdict === 'better',
      );
      if (isEverBetter) said += 1;
    }
    // Of the same model some run may be lucky: at most one in twenty.
    expect(said, `holds ${shadowHolds}`).toBeLessThanOrEqual(shadowHolds < 0.8 ? 0 : 5);
  }
});

test('a model that is clearly better is found to be', () => {
  const found = Array.from({ length: 20 }, (_, seed) => comparePairs(both(seed + 1, 120, 0.6, 0.9)).verdict);
  expect(found.filter((verdict) => verdict === 'better').length).toBeGreaterThanOrEqual(18);
});
