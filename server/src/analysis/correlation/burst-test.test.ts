import { SECOND } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { CERTAIN, firstAfter, scoreBurst } from './burst-test.ts';

const START = Date.UTC(2026, 10, 22, 3);
/** One arrival for each second given. */
const at = (...seconds: number[]): number[] => seconds.map((second) => START + second * SECOND);
/** `count` arrivals spread evenly over the seconds from `from` to `to`. */
const spread = (count: number, from: number, to: number): number[] =>
  at(...Array.from({ length: count }, (_, index) => from + ((to - from) * (index + 1)) / count));

test('a dozen findings in three seconds after a quiet minute are a burst', () => {
  const arrivals = [...at(0, 20), ...spread(12, 60, 63)];
  const burst = scoreBurst(arrivals, arrivals.at(-1)!, 5 * SECOND, START);
  expect(burst.count).toBe(12);
  expect(burst.start).toBe(START + 60.25 * SECOND);
  expect(burst.score).toBeGreaterThan(CERTAIN);
});

test('the same dozen is none where a dozen comes in any three seconds', () => {
  const arrivals = spread(240, 0, 60);
  expect(scoreBurst(arrivals, arrivals.at(-1)!, 5 * SECOND, START).score).toBeLessThan(1);
});

test('the rate before is taken over the time that was observed', () => {
  const arrivals = [...spread(20, 0, 10), ...spread(10, 10, 15)];
  const young = scoreBurst(arrivals, arrivals.at(-1)!, 5 * SECOND, START);
  const old = scoreBurst(arrivals, arrivals.at(-1)!, 5 * SECOND, START - 50 * SECOND);
  expect(young.score).toBeLessThan(old.score);
});

test('the first after a time is found by its place', () => {
  const arrivals = at(1, 2, 2, 3);
  const places: [number, number][] = [
    [0, 0],
    [1, 1],
    [2, 3],
    [3, 4],
  ];
  for (const [second, place] of places) expect(firstAfter(arrivals, START + second * SECOND), `${second}`).toBe(place);
});
