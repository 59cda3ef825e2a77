import { HOUR, startOfMinute, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { MinutesRead } from './build-frames.ts';

/** What a sender held back during a restart of ours is not history. */
const OLD_MS = HOUR;
/** One sender with a wrong clock is not history either. */
const LEAST_MINUTES = 30;

/** Old minutes that analysis has met since it began with nothing. */
export interface OldMinutes {
  readonly first: Timestamp;
  readonly count: number;
}

/**
 * Counts on, over the minutes of one reading that hold telemetry and were over an hour ago at `now`. `isHistory` from
 * half an hour of them on.
 */
export function noticeHistory(
  met: OldMinutes | undefined,
  { range, rollups }: Pick<MinutesRead, 'range' | 'rollups'>,
  now: Timestamp,
): { readonly met: OldMinutes | undefined; readonly isHistory: boolean } {
  const old = new Set<Timestamp>();
  for (const rows of [rollups.metrics, rollups.spans, rollups.templates]) {
    for (const { minute } of rows) if (minute < Math.min(range.to, now - OLD_MS)) old.add(minute);
  }
  const first = met?.first ?? Math.min(...old);
  const count = (met?.count ?? 0) + old.size;
  return { met: count === 0 ? undefined : { first, count }, isHistory: count >= LEAST_MINUTES };
}

/**
 * What is stored of the time before analysis began, when it came only afterwards: analysis goes forward and never back, so
 * it can be searched and teaches nothing. Late by less than an hour is no history.
 */
export function unlearntBefore(began: Timestamp, stored: TimeRange): TimeRange | undefined {
  const from = startOfMinute(stored.from);
  return from < began - OLD_MS ? { from, to: began } : undefined;
}

/** Once analysis is so near to the present there is no history left to meet. */
export function isPast(time: Timestamp, now: Timestamp): boolean {
  return time < now - OLD_MS;
}
