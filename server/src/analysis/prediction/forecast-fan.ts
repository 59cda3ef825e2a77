import type { Forecast } from '@foreshock/model/prediction.ts';
import { counterNormal, counterUniform } from '../statistics/counter-hash.ts';
import { sortedQuantile } from '../statistics/quantiles.ts';
import { SHORT_BINS } from './analogs.ts';
import { type ExhaustionForecast, independence, TREND_WEIGHT } from './failure-predictors/exhaustion.ts';
import { HORIZON_MINUTES, HORIZONS } from './horizons.ts';
import type { ResourceHistory } from './resource-history.ts';
import { type RunUpTable, SCALE } from './run-up-table.ts';
import { drawnDuration, leadingTrend, slopeDoubt, type Trend } from './trend.ts';

const BINS = HORIZON_MINUTES.length;
const FUTURES = 20;
/** Courses drawn from the line: enough for quantiles of 5 %. */
const LINES = 60;
const QUANTILES = 19;

/** Values at the ends of the horizons, in shares of the limit. */
type Path = readonly number[];

/**
 * Where the resource may go: past courses of like states by their weight, and courses of the line. A course that
 * meets the limit stays there, since what comes after the failure is not what is asked.
 */
export function forecastFan(
  history: ResourceHistory,
  table: RunUpTable,
  forecast: ExhaustionForecast,
  onset: number,
): Forecast {
  const { analogs, state } = forecast;
  const trend = leadingTrend(forecast.trends, onset, HORIZON_MINUTES[BINS - 1]!);
  const lines = Array.from({ length: LINES }, (_, draw) => linePath(trend, state.level, history, draw, onset));
  const quantiles = HORIZON_MINUTES.map((minutes, bin) => {
    const weights = bin < SHORT_BINS ? analogs.shortWeight : analogs.longWeight;
    const samples: { value: number; weight: number }[] = [];
    for (let row = 0; row < table.count; row += 1) {
      if (weights[row]! <= 0 || table.matured[row]! <= bin) continue;
      const weight = weights[row]! * independence(minutes);
      samples.push({ value: analogValue(table, row, bin, state.level, onset), weight });
    }
    for (const line of lines) samples.push({ value: line[bin]!, weight: TREND_WEIGHT / LINES });
    return weightedQuantiles(samples).map((share) => share * history.limit);
  });
  const futures = Array.from({ length: FUTURES }, (_, draw) =>
    drawFuture(table, forecast, lines, history, draw, onset).map((share) => share * history.limit),
  );
  return {
    series: history.series,
    measure: history.measure,
    unit: history.unit,
    limit: history.limit,
    current: state.level * history.limit,
    usual: usualRange(history, table),
    horizons: HORIZONS,
    quantiles,
    futures,
  };
}

function analogValue(table: RunUpTable, row: number, bin: number, level: number, onset: number): number {
  const at = row * BINS + bin;
  if (level + table.runUp[at]! / SCALE >= onset) return 1;
  return Math.min(1, Math.max(0, level + table.later[at]! / SCALE));
}

function linePath(
  trend: Trend | undefined,
  level: number,
  history: ResourceHistory,
  draw: number,
  onset: number,
): Path {
  const counters = [history.owner, history.last, draw] as const;
  const noise = trend?.noise ?? 0.01;
  const slope = trend ? Math.max(0, trend.slope + slopeDoubt(trend) * counterNormal(...counters, 1)) : 0;
  const duration = trend ? drawnDuration(trend, counterUniform(...counters, 2)) : 0;
  let full = false;
  return HORIZON_MINUTES.map((minutes, bin) => {
    const risen = level + slope * Math.min(minutes, duration);
    full ||= risen >= onset;
    return full ? 1 : Math.min(1, Math.max(0, risen + noise * counterNormal(...counters, 3 + bin)));
  });
}

function drawFuture(
  table: RunUpTable,
  { analogs, state }: ExhaustionForecast,
  lines: readonly Path[],
  history: ResourceHistory,
  draw: number,
  onset: number,
): Path {
  const share = independence(HORIZON_MINUTES[BINS - 1]!);
  let total = TREND_WEIGHT;
  for (let row = 0; row < table.count; row += 1) {
    if (table.matured[row] === BINS) total += analogs.longWeight[row]! * share;
  }
  // Stratified: the twenty draws lie evenly over the weight.
  let left = ((draw + counterUniform(history.owner, history.last, draw, 9)) / FUTURES) * total - TREND_WEIGHT;
  if (left < 0) return lines[Math.floor(((left + TREND_WEIGHT) / TREND_WEIGHT) * lines.length)]!;
  for (let row = 0; row < table.count; row += 1) {
    if (table.matured[row] !== BINS) continue;
    left -= analogs.longWeight[row]! * share;
    if (left < 0) return HORIZON_MINUTES.map((_, bin) => analogValue(table, row, bin, state.level, onset));
  }
  return lines[lines.length - 1]!;
}

function weightedQuantiles(samples: { value: number; weight: number }[]): number[] {
  samples.sort((a, b) => a.value - b.value);
  const total = samples.reduce((sum, sample) => sum + sample.weight, 0);
  const result: number[] = [];
  let passed = 0;
  let at = 0;
  for (let step = 1; step <= QUANTILES; step += 1) {
    const wanted = (total * step) / (QUANTILES + 1);
    while (at < samples.length - 1 && passed + samples[at]!.weight < wanted) {
      passed += samples[at]!.weight;
      at += 1;
    }
    result.push(samples[at]!.value);
  }
  return result;
}

/** The 5 % and 95 % quantiles of what the series was; of its siblings while it has no points. */
function usualRange(history: ResourceHistory, table: RunUpTable): { low: number; high: number } {
  const levels: number[] = [];
  for (let row = 0; row < table.count; row += 1) {
    if (history.points === 0 || table.owner[row] === history.owner) levels.push(table.level[row]! / SCALE);
  }
  if (levels.length === 0) return { low: 0, high: history.limit };
  levels.sort((a, b) => a - b);
  return { low: sortedQuantile(levels, 0.05) * history.limit, high: sortedQuantile(levels, 0.95) * history.limit };
}
