import { counterUniform } from '@foreshock/server/analysis/statistics/counter-hash.ts';
import type { Interval } from './measured-row.ts';

const DRAWS = 1_000;
const SEED = 20_261_126;

/**
 * 95 % percentile interval of a statistic under resampling of the units (Efron 1979).
 *
 * units       independent of one another: systems, series, faults
 * statistic   of a sample of the units, by default their mean
 */
export function bootstrap(
  units: readonly number[],
  statistic: (sample: readonly number[]) => number = meanOf,
): Interval {
  const values = Array.from({ length: DRAWS }, (_, draw) =>
    statistic(units.map((_unit, i) => units[Math.floor(counterUniform(SEED, draw, i) * units.length)]!)),
  ).sort((a, b) => a - b);
  return { low: values[Math.floor(0.025 * DRAWS)]!, high: values[Math.ceil(0.975 * DRAWS) - 1]! };
}

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The places 0 to `length` - 1 in an order that a seed decides. */
export function shuffled(length: number, seed: number): number[] {
  const places = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(counterUniform(SEED, seed, i) * (i + 1));
    [places[i], places[j]] = [places[j]!, places[i]!];
  }
  return places;
}
