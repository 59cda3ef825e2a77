import { DAY, type Timestamp } from '@foreshock/model/time.ts';
import { logit, sigmoid } from './odds-math.ts';

/**
 * Bayesian Platt scaling: p = sigmoid(a z + b) with z the logit of the raw forecast, a ~ N(1, 0.5), b ~ N(0, 1.5),
 * the most probable a and b by Newton, fitted on forecasts that are over. Rows never come from training.
 */

const SLOPE_PRIOR = { mean: 1, variance: 0.5 ** 2 };
const SHIFT_PRIOR = { mean: 0, variance: 1.5 ** 2 };
const HALF_LIFE = 14 * DAY;
const KEPT = 30 * DAY;
const KEPT_ROWS = 4_000;
const NEWTON_STEPS = 12;

/**
 * A forecast below this claims nothing, so there is nothing to hold it to: failures that came out of the blue would
 * bend the line until no forecast meant anything.
 */
const CLAIMS_FROM = 0.02;

/** A forecast that is over. `weight`: rows that share one outcome share one weight. */
export interface MaturedForecast {
  readonly time: Timestamp;
  readonly z: number;
  readonly y: 0 | 1;
  readonly weight: number;
}

export interface Calibrator {
  slope: number;
  shift: number;
  readonly rows: MaturedForecast[];
}

export function createCalibrator(): Calibrator {
  return { slope: SLOPE_PRIOR.mean, shift: SHIFT_PRIOR.mean, rows: [] };
}

export function calibrated(calibrator: Calibrator | undefined, probability: number): number {
  if (!calibrator || probability < CLAIMS_FROM) return probability;
  return Math.max(CLAIMS_FROM, sigmoid(calibrator.slope * logit(probability) + calibrator.shift));
}

export function addMatured(calibrator: Calibrator, row: MaturedForecast): void {
  if (row.z < logit(CLAIMS_FROM)) return;
  calibrator.rows.push(row);
  if (calibrator.rows.length > KEPT_ROWS) calibrator.rows.splice(0, KEPT_ROWS / 4);
}

/** Fits again on the last 30 days, the recent ones counting most. Without rows the raw forecast stands. */
export function refit(calibrator: Calibrator, now: Timestamp): void {
  const rows = calibrator.rows.filter((row) => now - row.time <= KEPT);
  let { mean: slope } = SLOPE_PRIOR;
  let { mean: shift } = SHIFT_PRIOR;
  for (let step = 0; step < NEWTON_STEPS; step += 1) {
    let gradientSlope = (SLOPE_PRIOR.mean - slope) / SLOPE_PRIOR.variance;
    let gradientShift = (SHIFT_PRIOR.mean - shift) / SHIFT_PRIOR.variance;
    let curveSlope = 1 / SLOPE_PRIOR.variance;
    let curveShift = 1 / SHIFT_PRIOR.variance;
    let curveBoth = 0;
    for (const row of rows) {
      const weight = row.weight * 0.5 ** ((now - row.time) / HALF_LIFE);
      const probability = sigmoid(slope * row.z + shift);
      const steep = weight * Math.max(1e-6, probability * (1 - probability));
      gradientSlope += weight * (row.y - probability) * row.z;
      gradientShift += weight * (row.y - probability);
      curveSlope += steep * row.z * row.z;
      curveShift += steep;
      curveBoth += steep * row.z;
    }
    const determinant = curveSlope * curveShift - curveBoth * curveBoth;
    const stepSlope = (curveShift * gradientSlope - curveBoth * gradientShift) / determinant;
    const stepShift = (curveSlope * gradientShift - curveBoth * gradientSlope) / determinant;
    // A full Newton step may overshoot far from the optimum; two logits at once are enough.
    const scale = Math.min(1, 2 / Math.max(1e-9, Math.abs(stepSlope) * 3, Math.abs(stepShift)));
    slope += scale * stepSlope;
    shift += scale * stepShift;
    if (Math.abs(stepSlope) + Math.abs(stepShift) < 1e-7) break;
  }
  // A slope below zero would turn the order of forecasts around; then nothing has been learnt.
  calibrator.slope = Math.max(0.05, slope);
  calibrator.shift = shift;
}
