import { DAY } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { counterNormal, counterUniform } from '../statistics/counter-hash.ts';
import { addMatured, calibrated, createCalibrator, refit } from './calibrate.ts';
import { logit, sigmoid } from './odds-math.ts';

const NOW = 40 * DAY;

/** Forecasts that are too sure by `factor` and shifted by `shift`. */
function miscalibrated(rows: number, factor: number, shift: number) {
  const calibrator = createCalibrator();
  for (let row = 0; row < rows; row += 1) {
    const truth = sigmoid(-2 + 1.5 * counterNormal(5, row));
    const y = counterUniform(6, row) < truth ? 1 : 0;
    addMatured(calibrator, { time: NOW - (row % 10) * DAY, z: factor * logit(truth) + shift, y, weight: 1 });
  }
  refit(calibrator, NOW);
  return calibrator;
}

test('a forecast that is too sure is brought back', () => {
  const calibrator = miscalibrated(3_000, 2, 1);
  for (const truth of [0.1, 0.2, 0.5]) {
    const shouted = sigmoid(2 * logit(truth) + 1);
    expect(Math.abs(calibrated(calibrator, shouted) - truth)).toBeLessThan(0.04);
  }
});

test('without matured forecasts the raw one stands, and a few do not turn it over', () => {
  const empty = createCalibrator();
  refit(empty, NOW);
  expect(calibrated(empty, 0.8)).toBeCloseTo(0.8, 6);
  const few = createCalibrator();
  addMatured(few, { time: NOW, z: logit(0.9), y: 0, weight: 1 });
  refit(few, NOW);
  expect(calibrated(few, 0.9)).toBeLessThan(0.9);
  expect(calibrated(few, 0.9)).toBeGreaterThan(0.4);
});

test('forecasts older than thirty days are forgotten', () => {
  const calibrator = miscalibrated(500, 2, 1);
  refit(calibrator, NOW + 60 * DAY);
  expect(calibrator.slope).toBeCloseTo(1, 6);
  expect(calibrator.shift).toBeCloseTo(0, 6);
});

test('the order of forecasts is never turned around', () => {
  const calibrator = createCalibrator();
  for (let row = 0; row < 400; row += 1) {
    const z = (row % 20) / 5 - 2;
    addMatured(calibrator, { time: NOW, z, y: z < 0 ? 1 : 0, weight: 1 });
  }
  refit(calibrator, NOW);
  expect(calibrated(calibrator, 0.8)).toBeGreaterThan(calibrated(calibrator, 0.2));
});

test('failures that nothing announced do not teach what an announcement is worth', () => {
  const calibrator = createCalibrator();
  for (let row = 0; row < 400; row += 1) {
    // Half of what is called comes; what is not called comes as often.
    addMatured(calibrator, { time: NOW, z: logit(0.5), y: row % 2 === 0 ? 1 : 0, weight: 1 });
    addMatured(calibrator, { time: NOW, z: logit(0.0005), y: row % 2 === 0 ? 1 : 0, weight: 1 });
  }
  refit(calibrator, NOW);
  expect(calibrated(calibrator, 0.0005)).toBe(0.0005);
  expect(calibrated(calibrator, 0.1)).toBeLessThan(0.2);
  expect(calibrated(calibrator, 0.5)).toBeCloseTo(0.5, 1);
});
