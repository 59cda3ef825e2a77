import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brierSplit } from './brier-split.ts';
import type { JudgedForecast } from './judged-forecast.ts';
import { calibrationError, equalMassBins, equalWidthBins } from './reliability-bins.ts';

const judgedForecast = fc.record({
  said: fc.double({ min: 0, max: 1, noNaN: true }),
  came: fc.constantFrom<0 | 1>(0, 1),
  weight: fc.constantFrom(1, 30, 200),
});
const someForecasts = fc.array(judgedForecast, { minLength: 1, maxLength: 60 });

test('the parts of the score add up to it, and none of the terms that are squares is negative', () => {
  fc.assert(
    fc.property(someForecasts, (judged) => {
      const split = brierSplit(judged, equalWidthBins(judged))!;
      const { score, reliability, resolution, uncertainty, within } = split;
      expect(reliability - resolution + uncertainty + within).toBeCloseTo(score, 12);
      expect(Math.min(reliability, resolution, uncertainty)).toBeGreaterThanOrEqual(0);
      expect(resolution).toBeLessThanOrEqual(uncertainty + 1e-12);
    }),
  );
});

test('groups that each say one thing leave nothing within them', () => {
  const judged: JudgedForecast[] = [
    { said: 0.25, came: 0, weight: 1 },
    { said: 0.25, came: 1, weight: 1 },
    { said: 0.75, came: 1, weight: 1 },
  ];
  expect(brierSplit(judged, equalWidthBins(judged))!.within).toBeCloseTo(0, 12);
});

test('every forecast is in one group of each kind, and each mean lies inside the bounds and the interval', () => {
  fc.assert(
    fc.property(someForecasts, (judged) => {
      for (const bins of [equalWidthBins(judged), equalMassBins(judged)]) {
        expect(bins.reduce((sum, { forecasts }) => sum + forecasts, 0)).toBe(judged.length);
        for (const { from, to, said, came, low, high } of bins) {
          expect(said).toBeGreaterThanOrEqual(from - 1e-12);
          expect(said).toBeLessThanOrEqual(to + 1e-12);
          expect(low).toBeLessThanOrEqual(came + 1e-9);
          expect(high).toBeGreaterThanOrEqual(came - 1e-9);
        }
      }
    }),
  );
});

test('groups of equal mass hold a tenth of the forecasts each', () => {
  const judged = Array.from({ length: 50 }, (_, i): JudgedForecast => ({ said: (i * 7) / 1000, came: 0, weight: 1 }));
  expect(equalMassBins(judged).map(({ forecasts }) => forecasts)).toEqual(Array(10).fill(5));
});

test('the calibration error is the mean distance from the diagonal, and none without forecasts', () => {
  const judged: JudgedForecast[] = [
    { said: 0.9, came: 1, weight: 1 },
    { said: 0.3, came: 0, weight: 3 },
  ];
  expect(calibrationError(equalWidthBins(judged))).toBeCloseTo((0.1 + 3 * 0.3) / 4, 12);
  expect(calibrationError([])).toBeUndefined();
});
