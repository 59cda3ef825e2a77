import { MINUTE, type Timestamp } from './time.ts';

const MINUTES_A_DAY = 1440;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes after local midnight, 0 to 1439. An unknown zone is UTC. */
export function minuteOfDay(time: Timestamp, timeZone: string): number {
  const [hour = 0, minute = 0] = formatOf(timeZone).format(time).split(':').map(Number);
  return (hour % 24) * 60 + minute;
}

/** The next instant at which clocks of the zone show `minutes` after midnight; always later than `after`. */
export function nextLocalTime(after: Timestamp, minutes: number, timeZone: string): Timestamp {
  const start = Math.floor(after / MINUTE) * MINUTE;
  const wait = (minutes - minuteOfDay(start, timeZone) + MINUTES_A_DAY) % MINUTES_A_DAY || MINUTES_A_DAY;
  const found = start + wait * MINUTE;
  // Clocks were changed in between.
  const off = minutes - minuteOfDay(found, timeZone);
  const moved = found + off * MINUTE;
  return off !== 0 && Math.abs(off) <= 120 && moved > after ? moved : found;
}

/** Whether a local time of day lies in hours that may run over midnight; equal ends are no hours at all. */
export function isWithinHours(time: Timestamp, from: number, to: number, timeZone: string): boolean {
  const minute = minuteOfDay(time, timeZone);
  if (from === to) return false;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // It throws a RangeError for a name that it does not know, and nothing else can fail here.
    return false;
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  formats.set(timeZone, made);
  return made;
}
