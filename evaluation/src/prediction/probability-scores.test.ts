import { counterUniform } from '@foreshock/server/analysis/statistics/counter-hash.ts';
import { expect, test } from 'vitest';
import {
  areasUnder,
  calibrationError,
  calibrationLine,
  equalMassError,
  logLoss,
  rankedOrder,
  reliability,
  squaredErrors,
} from './probability-scores.ts';

function areas(scores: readonly number[], outcomes: readonly number[]) {
  const values = Float64Array.from(scores);
  return areasUnder(rankedOrder(values), values, Uint8Array.from(outcomes));
}

test('a perfect order has both areas 1, the reverse one ranks nothing', () => {
  expect(areas([0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0])).toEqual({ ranking: 1, precision: 1 });
  expect(areas([0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0]).ranking).toBe(0);
});

test('equal scores say nothing: half the ranking, and the share that came as precision', () => {
  expect(areas([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0])).toEqual({ ranking: 0.5, precision: 0.25 });
});

test('areas of a mixed order, by hand', () => {
  const { ranking, precision } = areas([0.9, 0.7, 0.6, 0.3], [1, 0, 1, 0]);
  expect(ranking).toBeCloseTo(3 / 4, 12);
  expect(precision).toBeCloseTo((1 + 2 / 3) / 2, 12);
});

test('the calibration error is the distance of what was said to what came, weighted by rows', () => {
  const said = Float64Array.of(0.05, 0.05, 0.95, 0.95);
  expect(calibrationError(reliability(said, Uint8Array.of(0, 0, 1, 1)))).toBeCloseTo(0.05, 12);
  expect(calibrationError(reliability(said, Uint8Array.of(1, 1, 0, 0)))).toBeCloseTo(0.95, 12);
});

test('squared errors are those of the rows asked for, against each reference', () => {
  const forecasts = {
    entity: 'a',
    times: Float64Array.of(0, 1),
    probabilities: Float64Array.of(0.5, 1),
    outcomes: Uint8Array.of(0, 1),
    online: Float64Array.of(0, 0),
  };
  expect(squaredErrors(forecasts, 0.2, 0, 2)).toEqual({ ours: 0.25, base: 0.2 ** 2 + 0.8 ** 2, online: 1 });
  expect(squaredErrors(forecasts, 0.2, 1, 2).ours).toBe(0);
});

/** Odds of all sizes; `told` is what is said of them. */
function drawn(told: (probability: number) => number) {
  const odds = Array.from({ length: 5_000 }, (_, i) => counterUniform(1, i));
  const outcomes = Uint8Array.from(odds, (probability, i) => Number(counterUniform(2, i) < probability));
  return { said: Float64Array.from(odds, told), outcomes };
}

test('honest odds have slope 1 and no shift; exaggerated ones a slope below', () => {
  const honest = drawn((probability) => probability);
  expect(calibrationLine(honest.said, honest.outcomes).slope).toBeCloseTo(1, 0);
  expect(Math.abs(calibrationLine(honest.said, honest.outcomes).shift)).toBeLessThan(0.1);
  const exaggerated = drawn((p) => p ** 2 / (p ** 2 + (1 - p) ** 2));
  expect(calibrationLine(exaggerated.said, exaggerated.outcomes).slope).toBeLessThan(0.6);
  expect(logLoss(exaggerated.said, exaggerated.outcomes)).toBeGreaterThan(logLoss(honest.said, honest.outcomes));
  expect(equalMassError(rankedOrder(exaggerated.said), exaggerated.said, exaggerated.outcomes)).toBeGreaterThan(
    3 * equalMassError(rankedOrder(honest.said), honest.said, honest.outcomes),
  );
});
