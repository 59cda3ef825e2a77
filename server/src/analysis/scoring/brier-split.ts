import type { BrierSplit, ReliabilityBin } from '@foreshock/model/calibration.ts';
import type { JudgedForecast } from './judged-forecast.ts';

/**
 * The mean squared error of probabilities and where it comes from; `undefined` without forecasts.
 *
 * bins   of the same forecasts
 *
 * Murphy, "A New Vector Partition of the Probability Score", 1973. Groups hold different probabilities, so something
 * stays within them (Stephenson, Coelho and Jolliffe 2008); it is told apart.
 */
export function brierSplit(judged: readonly JudgedForecast[], bins: readonly ReliabilityBin[]): BrierSplit | undefined {
  let weight = 0;
  let squared = 0;
  let came = 0;
  for (const one of judged) {
    weight += one.weight;
    squared += one.weight * (one.said - one.came) ** 2;
    came += one.weight * one.came;
  }
  if (weight === 0) return undefined;
  const score = squared / weight;
  const baseRate = came / weight;
  const uncertainty = baseRate * (1 - baseRate);
  let reliability = 0;
  let resolution = 0;
  for (const bin of bins) {
    reliability += (bin.weight * (bin.said - bin.came) ** 2) / weight;
    resolution += (bin.weight * (bin.came - baseRate) ** 2) / weight;
  }
  return {
    score,
    baseRate,
    uncertainty,
    reliability,
    resolution,
    within: score - (reliability - resolution + uncertainty),
    ...(uncertainty > 0 && { skill: 1 - score / uncertainty }),
  };
}
