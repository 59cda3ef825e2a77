import { DAY, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { counterUniform } from '../../statistics/counter-hash.ts';
import { HORIZONS } from '../horizons.ts';
import { addLosses, type DayLosses, isProven, savedBy } from './walk-forward.ts';

const flat = (probability: number): number[] => HORIZONS.map(() => probability);

/** Rows of `days` days; every fourth comes true within all horizons. `trees`: what they say of one that does or does not. */
function lossesOf(
  days: number,
  trees: (came: boolean, row: number) => number,
  hazard = (_came: boolean): number => 0.25,
): DayLosses[] {
  const losses: DayLosses[] = [];
  for (let row = 0; row < days * 24; row += 1) {
    const came = counterUniform(3, row) < 0.25;
    const lead = came ? MINUTE : undefined;
    const odds = { trees: flat(trees(came, row)), hazard: flat(hazard(came)), rate: flat(0.25) };
    addLosses(losses, Math.floor(row / 24), { ...odds, lead, group: row, every: 5 * MINUTE });
  }
  return losses;
}

test('trees that tell what comes from what does not are proven, after two weeks', () => {
  const telling = (came: boolean): number => (came ? 0.5 : 0.2);
  expect(isProven(lossesOf(13, telling), 1)).toBe(false);
  expect(savedBy(lossesOf(13, telling), 1)).toBeUndefined();
  expect(isProven(lossesOf(14, telling), 1)).toBe(true);
});

test('trees that say the same as the rate, or noise, are not', () => {
  expect(
    isProven(
      lossesOf(60, () => 0.25),
      1,
    ),
  ).toBe(false);
  for (const seed of [1, 2, 3, 4, 5]) {
    const noisy = lossesOf(60, (_came, row) => 0.15 + 0.2 * counterUniform(seed + 10, row));
    expect(isProven(noisy, 1), `seed ${seed}`).toBe(false);
  }
});

test('better than the mere rate is not enough where the hazard is better still', () => {
  const losses = lossesOf(
    40,
    (came) => (came ? 0.5 : 0.2),
    (came) => (came ? 0.8 : 0.1),
  );
  expect(isProven(losses, 1)).toBe(false);
  expect(savedBy(losses, 1)!.rate.low).toBeGreaterThan(0);
  expect(savedBy(losses, 1)!.hazard.mean).toBeLessThan(0);
});

test('days are forgotten after two months', () => {
  expect(lossesOf(100, () => 0.25).length).toBe(60);
  expect(lossesOf(100, () => 0.25)[0]!.day * DAY).toBe(40 * DAY);
});
