import { formatTime, type Timestamp } from '@foreshock/model/time.ts';

/** As answers write a time that may be absent. */
export function timeOrNull(time: Timestamp | undefined): string | null {
  return time === undefined ? null : formatTime(time);
}
