import { expect, test } from 'vitest';
import { confirmNomination, type WindowCounts } from './confirm-nomination.ts';

const NOW = 1_000_000_000;
const place = { at: 5, tried: 240, since: NOW };
const counts = (observed: number, usual: number[], firstSeen = 0): WindowCounts => ({
  usual,
  shown: [0, 0, 0, 0, 0, observed],
  heard: Array(6).fill(true),
  firstSeen,
});
const steady = Array.from({ length: 144 }, (_, at) => 18 + (at % 5));
const says = (word: 'new' | 'more' | 'fewer', of: WindowCounts): boolean =>
  confirmNomination(word, of, place).isConfirmed;

test('a rate that is far from usual is confirmed in the direction that was said, and no other', () => {
  expect(says('more', counts(70, steady))).toBe(true);
  expect(says('fewer', counts(70, steady))).toBe(false);
  expect(says('fewer', counts(0, steady))).toBe(true);
  expect(says('more', counts(26, steady))).toBe(false);
  expect(confirmNomination('more', counts(70, steady), place)).toMatchObject({
    observed: 70,
    usual: expect.closeTo(20, 0),
  });
});

test('a template that comes in bursts anyway needs more, and one without a past is confirmed as new alone', () => {
  const bursts = Array.from({ length: 144 }, (_, at) => (at % 12 === 0 ? 120 : 0));
  expect(says('more', counts(70, bursts))).toBe(false);
  expect(says('more', counts(70, steady.slice(0, 20)))).toBe(false);
  expect(says('new', counts(3, [], NOW + 1))).toBe(true);
  expect(says('new', counts(2, [], NOW + 1))).toBe(false);
  expect(says('new', counts(300, steady, NOW - 1))).toBe(false);
});

test('a template that is missing where nothing came at all is not said to be missing', () => {
  expect(says('fewer', { ...counts(0, steady), heard: [true, true, true, true, true, false] })).toBe(false);
});

/** Poisson by inversion, from a congruential generator: the same on every machine. */
function createPoisson(seed: number): (mean: number) => number {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return (mean) => {
    let left = next() - Math.exp(-mean);
    let term = Math.exp(-mean);
    let count = 0;
    for (; left > 0 && count < 10 * mean + 50; left -= term) {
      count += 1;
      term *= mean / count;
    }
    return count;
  };
}

test('a model that nominates the oddest of all windows is confirmed in few of a hundred hours in which nothing is odd', () => {
  const poisson = createPoisson(7);
  let hours = 0;
  for (let hour = 0; hour < 100; hour++) {
    const isAnyConfirmed = Array.from({ length: 40 }, (_, template) => {
      const mean = 0.5 + (template % 8) * 3;
      const usual = Array.from({ length: 144 }, () => poisson(mean));
      const shown = Array.from({ length: 6 }, () => poisson(mean));
      return shown.some((_count, at) =>
        (['more', 'fewer'] as const).some(
          (word) =>
            confirmNomination(word, { usual, shown, heard: Array(6).fill(true), firstSeen: 0 }, { ...place, at })
              .isConfirmed,
        ),
      );
    }).some(Boolean);
    if (isAnyConfirmed) hours += 1;
  }
  expect(hours).toBeLessThanOrEqual(5);
});
