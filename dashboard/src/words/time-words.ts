import type { Timestamp } from '@foreshock/model/time.ts';
import { DAY } from '@foreshock/model/time.ts';

const two = (value: number) => String(value).padStart(2, '0');
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Local time of day: `03:14`. */
export function clockWords(time: Timestamp): string {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Local time of day to the second, or to the millisecond: `03:14:18.204`. */
export function exactClockWords(time: Timestamp, milliseconds = false): string {
  const date = new Date(time);
  const seconds = `${clockWords(time)}:${two(date.getSeconds())}`;
  return milliseconds ? `${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}` : seconds;
}

/** `Sun 22 Nov`, local. */
export function dayWords(time: Timestamp): string {
  const date = new Date(time);
  return `${days[date.getDay()]} ${date.getDate()} ${months[date.getMonth()]}`;
}

/** The clock alone within 20 h of `now`, else with the day: `Sat 21 Nov, 03:14`. */
export function momentWords(time: Timestamp, now: Timestamp): string {
  return Math.abs(now - time) < (20 / 24) * DAY ? clockWords(time) : `${dayWords(time)}, ${clockWords(time)}`;
}

/** For the hover of every local time. */
export function utcWords(time: Timestamp): string {
  return `${new Date(time).toISOString().replace('T', ' ').replace('.000Z', '').replace('Z', '')} UTC`;
}
