import { type DurationMs, HOUR, MINUTE } from '@foreshock/model/time.ts';

/** Ends of the bins, in minutes: P(onset within each) is asked for. */
export const HORIZON_MINUTES = [5, 15, 30, 60, 120, 240] as const;
export const HORIZONS: readonly DurationMs[] = HORIZON_MINUTES.map((minutes) => minutes * MINUTE);

/** Slow fills are asked further ahead: the short horizons, then 24 and 72 hours. */
export const ALL_HORIZONS: readonly DurationMs[] = [...HORIZONS, 24 * HOUR, 72 * HOUR];
