import { DAY, type DurationMs, HOUR, type Timestamp } from '@foreshock/model/time.ts';

/** At which hours of the day something happens. */

const HOURS = 24;

/** Plain data: events by hour of the day. */
export interface HourProfile {
  readonly counts: Float64Array;
  total: number;
}

export function createHourProfile(): HourProfile {
  return { counts: new Float64Array(HOURS), total: 0 };
}

export function countHour(profile: HourProfile, time: Timestamp): void {
  const hour = Math.floor(modulo(time, DAY) / HOUR);
  profile.counts[hour] = profile.counts[hour]! + 1;
  profile.total += 1;
}

/**
 * Log of how much more often than on average it happens in the hours of (`from`, `from` + `span`].
 *
 * prior   events per hour that are assumed beside those counted
 */
export function hourEffect({ counts, total }: HourProfile, from: Timestamp, span: DurationMs, prior: number): number {
  const usual = (total + HOURS * prior) / HOURS;
  if (span >= DAY) return 0;
  let sum = 0;
  for (let at = modulo(from, DAY), left = span; left > 0; ) {
    const hour = Math.floor(at / HOUR);
    const part = Math.min(left, (hour + 1) * HOUR - at);
    sum += part * ((counts[hour % HOURS]! + prior) / usual);
    at += part;
    left -= part;
  }
  return Math.log(sum / span);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
