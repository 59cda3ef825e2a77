import { KEPT_HOURS, type ResourceHistory, type SlowFill } from '../resource-history.ts';
import { findTrends, leadingTrend, trendProbability } from '../trend.ts';

/** From a whole day on: a shorter window would take the rise of the morning for a trend. */
const WINDOWS = [12, 24, 48, 96, 168, 336] as const;
/** A fall of a tenth of the limit between two hours ends a course. */
const RESET = 0.1;
/** Below 14 days there are too few days alike to trust a forecast of days. */
const COLD_HOURS = 14 * 24;
const COLD_CAP = 0.5;

/**
 * When a slow rise reaches `onset`, from the hourly maxima of up to 30 days. Asked once an hour.
 *
 * onset     share of the limit
 * returns   zeros and no time left without a day of data or without a rise
 */
export function forecastSlowFill(history: ResourceHistory, onset: number): SlowFill {
  const hour = Math.floor(history.last / 60);
  const back = (steps: number): number => history.hourly[(hour - steps) % KEPT_HOURS]!;
  const known = Math.min(KEPT_HOURS, hour - Math.floor(history.born / 60) + 1);
  let course = 1;
  while (course < known && back(course) - back(course - 1) < RESET) course += 1;
  const trends = findTrends(back, course, WINDOWS);
  const held = history.peaks.filter((peak) => peak >= back(0) - 0.04 && peak < onset).length;
  const cap = known < COLD_HOURS ? COLD_CAP : 1;
  const within = (hours: number): number =>
    Math.min(cap, (3 * trendProbability(trends, onset, hours)) / (3 + 2 * Math.min(6, held)));
  const leading = leadingTrend(trends, onset, 24 * 30);
  return {
    within24h: within(24),
    within72h: within(72),
    hoursLeft: leading ? Math.max(0, onset - leading.level) / leading.slope : undefined,
  };
}
