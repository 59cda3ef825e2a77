import { expect, test } from 'vitest';
import { headlineOf, type Judgement, tightened } from './judge-candidate.ts';

/** Horizons of 5, 15, 30, 60, 120 and 240 minutes, 24 and 72 hours. */
function judgement(stacked: readonly number[], curve: readonly number[]): Judgement {
  // Neither the candidate nor its evidence is asked for a horizon.
  return { stacked, curve } as Judgement;
}

test('a call is for the horizon that the forecast means, where calibration has evened several out', () => {
  const evened = judgement([0, 0.08, 0.35, 0.59, 0.59, 0.6, 0.6, 0.6], [0, 0.2, 0.54, 0.54, 0.54, 0.54, 0.54, 0.54]);
  expect(headlineOf(evened, 0.5)).toBe(3);
  expect(tightened(evened, 5, 0.5)).toBe(3);
});

test('the shortest horizon that meets the threshold is taken where it keeps most of the odds', () => {
  const soon = judgement([0.1, 0.7, 0.75, 0.76, 0.78, 0.8, 0.8, 0.8], [0.1, 0.7, 0.75, 0.76, 0.78, 0.8, 0.8, 0.8]);
  expect(headlineOf(soon, 0.5)).toBe(1);
  expect(headlineOf(soon, 0.9)).toBeUndefined();
  expect(tightened(soon, 4, 0.5)).toBe(1);
  expect(tightened(soon, 0, 0.5)).toBe(0);
});

test('a slow fill is called for days, though nothing is known of the hours', () => {
  const slow = judgement([0, 0, 0, 0, 0.01, 0.02, 0.2, 0.8], [0, 0, 0, 0, 0.01, 0.02, 0.2, 0.8]);
  expect(headlineOf(slow, 0.5)).toBe(7);
});
