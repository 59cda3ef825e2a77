/**
 * The prior of the exhaustion forecast: what a rise that nothing in the past resembles will do. It assumes that a
 * trend which has lasted a while lasts about as long again (Gott, "Implications of the Copernican principle",
 * Nature 363, 1993), and that a rise which flattens goes on at its last pace.
 */

/** How fast the belief in a trend falls with the time that it still needs, relative to its age. */
const PERSISTENCE = 0.8;
/** Between these shares of explained variance a line begins to count and counts in full. */
const FIT_FROM = 0.45;
const FIT_FULL = 0.85;
/** A slope is not known better than to a fifth, whatever the fit says: loads change. */
const SLOPE_DOUBT = 0.2;

/** A straight rise over the last `window` steps, in shares of the limit. */
export interface Trend {
  readonly window: number;
  /** Per step, above zero. */
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

/**
 * Rising lines that fit the last values, shortest window first; empty when nothing rises.
 *
 * back      value so many steps ago, 0 is now
 * known     steps that belong to one course, without a reset between
 * windows   ascending; the first ones only show whether the rise flattens
 */
export function findTrends(back: (steps: number) => number, known: number, windows: readonly number[]): Trend[] {
  const fits = fitWindows(back, known, windows);
  const trends: Trend[] = [];
  for (let index = 1; index < fits.length; index += 1) {
    const fit = fits[index]!;
    const half = fits[index - 1]!;
    const quarter = fits[Math.max(0, index - 2)]!;
    const slope = Math.min(fit.slope, half.slope + half.error, quarter.slope + quarter.error);
    const quality = Math.min(1, Math.max(0, (fit.explained - FIT_FROM) / (FIT_FULL - FIT_FROM)));
    if (slope <= 0 || quality === 0) continue;
    const { error: slopeError, level, noise } = fit;
    trends.push({ window: windows[index]!, slope, slopeError, level, noise, quality });
  }
  return trends;
}

/** One backward pass with the sums of least squares, read off at the end of each window. */
function fitWindows(back: (steps: number) => number, known: number, windows: readonly number[]): Fit[] {
  const fits: Fit[] = [];
  const current = back(0);
  let sumY = 0;
  let sumXY = 0;
  let sumYY = 0;
  let step = 0;
  for (const window of windows) {
    if (known < window) break;
    for (; step < window; step += 1) {
      const y = back(step) - current;
      sumY += y;
      sumXY -= step * y;
      sumYY += y * y;
    }
    const meanX = -(window - 1) / 2;
    const sxx = (window * (window * window - 1)) / 12;
    const sxy = sumXY - meanX * sumY;
    const syy = Math.max(0, sumYY - (sumY * sumY) / window);
    const slope = sxy / sxx;
    const rest = Math.max(0, syy - slope * sxy);
    const noise = Math.sqrt(rest / (window - 2));
    const level = current + sumY / window - slope * meanX;
    fits.push({ slope, error: noise / Math.sqrt(sxx), level, noise, explained: syy > 1e-12 ? 1 - rest / syy : 0 });
  }
  return fits;
}

/**
 * P(the rise reaches `onset` within `steps`), from the line that says most.
 *
 * onset     share of the limit; at or above the line's level
 * returns   0 when nothing rises
 */
export function trendProbability(trends: readonly Trend[], onset: number, steps: number): number {
  let best = 0;
  for (const trend of trends) best = Math.max(best, trend.quality * reach(trend, onset, steps));
  return best;
}

/** The line that says most about the next `steps`. */
export function leadingTrend(trends: readonly Trend[], onset: number, steps: number): Trend | undefined {
  let best: Trend | undefined;
  let most = 0;
  for (const trend of trends) {
    const probability = trend.quality * reach(trend, onset, steps);
    if (probability <= most) continue;
    most = probability;
    best = trend;
  }
  return best;
}

function reach(trend: Trend, onset: number, steps: number): number {
  const need = Math.max(0.001, onset - trend.level);
  const time = need / trend.slope;
  const doubt = Math.hypot(slopeDoubt(trend), trend.noise / steps, 1e-6);
  return lastsFor(trend, Math.min(time, steps)) * normalBelow((trend.slope - need / steps) / doubt);
}

/** P(the trend goes on for `steps`). */
export function lastsFor(trend: Trend, steps: number): number {
  return (trend.window / (trend.window + steps)) ** PERSISTENCE;
}

/** For a draw in [0, 1): how many more steps the trend goes on. */
export function drawnDuration(trend: Trend, draw: number): number {
  return trend.window * ((1 - draw) ** (-1 / PERSISTENCE) - 1);
}

/** How well the slope is known, as a standard deviation. */
export function slopeDoubt(trend: Trend): number {
  return Math.hypot(trend.slopeError, SLOPE_DOUBT * trend.slope);
}

/** Cumulative standard normal, absolute error under 2e-4: more than a forecast can use. */
function normalBelow(z: number): number {
  return 1 / (1 + Math.exp(-1.5976 * z - 0.070565992 * z ** 3));
}
