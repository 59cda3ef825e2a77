import { type ResourceHistory, valueAt } from './resource-history.ts';

/**
 * The prior of the exhaustion forecast: what a rise that nothing in the past resembles will do. It assumes that a
 * trend which has lasted a while lasts about as long again (Gott, "Implications of the Copernican principle",
 * Nature 363, 1993), and that a rise which flattens goes on at its last pace.
 */

export const TREND_WINDOWS = [15, 30, 60, 120, 240] as const;
const FIT_WINDOWS = [8, ...TREND_WINDOWS] as const;

/** How fast the belief in a trend falls with the time that it still needs, relative to its age. */
const PERSISTENCE = 0.8;
/** Between these shares of explained variance a line begins to count and counts in full. */
const FIT_FROM = 0.45;
const FIT_FULL = 0.85;
/** A slope is not known better than to a fifth, whatever the fit says: loads change. */
const SLOPE_DOUBT = 0.2;

/** A straight rise over the last `window` minutes, in shares of the limit. */
export interface Trend {
  readonly window: number;
  /** Per minute, above zero. */
  readonly slope: number;
  readonly slopeError: number;
  /** Value of the line now. */
  readonly level: number;
  /** Standard deviation around the line. */
  readonly noise: number;
  /** 0 to 1: how much of a line it is. */
  readonly quality: number;
}

interface Fit {
  readonly slope: number;
  readonly error: number;
  readonly level: number;
  readonly noise: number;
  readonly explained: number;
}

/** Rising lines that fit since the last reset, shortest window first; empty when nothing rises. */
export function findTrends(history: ResourceHistory, minute: number): Trend[] {
  const fits = fitWindows(history, minute);
  const trends: Trend[] = [];
  for (let index = 1; index < fits.length; index += 1) {
    const fit = fits[index]!;
    const half = fits[index - 1]!;
    const quarter = fits[Math.max(0, index - 2)]!;
    const slope = Math.min(fit.slope, half.slope + half.error, quarter.slope + quarter.error);
    const quality = Math.min(1, Math.max(0, (fit.explained - FIT_FROM) / (FIT_FULL - FIT_FROM)));
    if (slope <= 0 || quality === 0) continue;
    trends.push({
      window: FIT_WINDOWS[index]!,
      slope,
      slopeError: fit.error,
      level: fit.level,
      noise: fit.noise,
      quality,
    });
  }
  return trends;
}

/** One backward pass with the sums of least squares, read off at the end of each window. */
function fitWindows(history: ResourceHistory, minute: number): Fit[] {
  const start = Math.max(history.first, history.reset);
  const known = minute - start + 1;
  const fits: Fit[] = [];
  const current = valueAt(history, minute);
  let sumY = 0;
  let sumXY = 0;
  let sumYY = 0;
  let back = 0;
  for (const window of FIT_WINDOWS) {
    if (known < window) break;
    for (; back < window; back += 1) {
      const y = valueAt(history, minute - back) - current;
      sumY += y;
      sumXY -= back * y;
      sumYY += y * y;
    }
    const meanX = -(window - 1) / 2;
    const sxx = (window * (window * window - 1)) / 12;
    const sxy = sumXY - meanX * sumY;
    const syy = Math.max(0, sumYY - (sumY * sumY) / window);
    const slope = sxy / sxx;
    const rest = Math.max(0, syy - slope * sxy);
    const noise = Math.sqrt(rest / (window - 2));
    fits.push({
      slope,
      error: noise / Math.sqrt(sxx),
      level: current + sumY / window - slope * meanX,
      noise,
      explained: syy > 1e-12 ? 1 - rest / syy : 0,
    });
  }
  return fits;
}

/**
 * P(the rise reaches `onset` within `minutes`), from the line that says most.
 *
 * onset     share of the limit; at or above the line's level
 * returns   0 when nothing rises
 */
export function trendProbability(trends: readonly Trend[], onset: number, minutes: number): number {
  let best = 0;
  for (const trend of trends) best = Math.max(best, trend.quality * reach(trend, onset, minutes));
  return best;
}

/** The line that says most about the next `minutes`. */
export function leadingTrend(trends: readonly Trend[], onset: number, minutes: number): Trend | undefined {
  let best: Trend | undefined;
  let most = 0;
  for (const trend of trends) {
    const probability = trend.quality * reach(trend, onset, minutes);
    if (probability <= most) continue;
    most = probability;
    best = trend;
  }
  return best;
}

function reach(trend: Trend, onset: number, minutes: number): number {
  const need = Math.max(0.001, onset - trend.level);
  const time = need / trend.slope;
  const doubt = Math.sqrt(
    trend.slopeError ** 2 + (SLOPE_DOUBT * trend.slope) ** 2 + (trend.noise / minutes) ** 2 + 1e-12,
  );
  const lasts = (trend.window / (trend.window + Math.min(time, minutes))) ** PERSISTENCE;
  return lasts * normalBelow((trend.slope - need / minutes) / doubt);
}

/** Cumulative standard normal, absolute error under 2e-4: more than a forecast can use. */
function normalBelow(z: number): number {
  return 1 / (1 + Math.exp(-1.5976 * z - 0.070565992 * z ** 3));
}
