import type { DurationMs } from '@foreshock/model/time.ts';
import { DAY, HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';

/** One unit, two where the second matters: `45 s`, `12 min`, `2 h 5 min`, `9 h`, `3 days`. Never negative. */
export function durationWords(duration: DurationMs): string {
  const length = Math.abs(duration);
  if (length < SECOND) return `${Math.round(length)} ms`;
  if (length < 90 * SECOND) return `${Math.round(length / SECOND)} s`;
  if (length < 90 * MINUTE) return `${Math.round(length / MINUTE)} min`;
  if (length < 5 * HOUR) {
    const minutes = Math.round(length / MINUTE);
    const rest = minutes % 60;
    return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
  }
  if (length < 36 * HOUR) return `${Math.round(length / HOUR)} h`;
  const days = Math.round(length / DAY);
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/** `16 to 56 min`, or `40 min to 2 h` where the units differ. */
export function durationRangeWords(from: DurationMs, to: DurationMs): string {
  // Next to many hours minutes are noise.
  const coarse = to >= 5 * HOUR && from >= 90 * MINUTE;
  const [first, last] = [durationWords(coarse ? Math.round(from / HOUR) * HOUR : from), durationWords(to)];
  if (first === last) return first;
  const [value, unit, ...more] = first.split(' ');
  return more.length === 0 && last.endsWith(` ${unit}`) && last.split(' ').length === 2
    ? `${value} to ${last}`
    : `${first} to ${last}`;
}
