import { expect, test } from 'vitest';
import { scoreWarnings, thresholdAtBudget, type WarnedEntity } from './warn-at-budget.ts';

const HOUR = 3_600_000;

/** One row an hour from 1 h on. */
function entity(odds: readonly number[], startHours: readonly number[]): WarnedEntity {
  return {
    forecasts: {
      entity: 'a',
      times: Float64Array.from(odds, (_, i) => (i + 1) * HOUR),
      probabilities: Float64Array.from(odds),
      outcomes: new Uint8Array(odds.length),
      online: new Float64Array(odds.length),
    },
    starts: startHours.map((hour) => hour * HOUR),
  };
}

const score = (one: WarnedEntity, threshold = 0.5) =>
  scoreWarnings([one], ({ probabilities }) => probabilities, 2 * HOUR, threshold);

test('a warning up to a horizon before counts, with the lead of its unbroken run', () => {
  expect(score(entity([0, 0.9, 0.9, 0, 0], [4]))).toEqual({
    warned: 1,
    events: 1,
    falseWarnings: 0,
    leads: [2 * HOUR],
  });
});

test('a warning that nothing follows is in vain, and the event that none preceded is missed', () => {
  expect(score(entity([0.9, 0, 0, 0, 0, 0, 0], [7]))).toEqual({ warned: 0, events: 1, falseWarnings: 1, leads: [0] });
});

test('who warns all the time pays for each horizon', () => {
  expect(score(entity(new Array<number>(12).fill(0.9), [])).falseWarnings).toBe(4);
});

test('a warning in the minutes before comes too late', () => {
  expect(score(entity([0, 0.9], [2 + 1 / 60])).warned).toBe(0);
});

test('the threshold is the least that keeps the budget', () => {
  const noisy = entity([0.6, 0, 0, 0, 0.6, 0, 0, 0, 0.9, 0, 0], [10]);
  const pick = ({ forecasts }: WarnedEntity) => forecasts.probabilities;
  const threshold = thresholdAtBudget([noisy], () => pick(noisy), 2 * HOUR, 0);
  expect(threshold).toBe(0.9);
  expect(thresholdAtBudget([noisy], () => pick(noisy), 2 * HOUR, 5)).toBeLessThanOrEqual(0.6);
});
