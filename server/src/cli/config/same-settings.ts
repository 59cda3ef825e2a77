import { parseTime } from '@foreshock/model/time.ts';

/** Equal values, whatever the order of their names; what is `undefined` is not there. */
export function isSame(a: unknown, b: unknown): boolean {
  return isWithin(a, b) && isWithin(b, a);
}

/** Everything that `wanted` says is so in `kept`, which may say more. Lists have to be equally long. */
export function isWithin(wanted: unknown, kept: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(kept) && wanted.length === kept.length && wanted.every((one, index) => isWithin(one, kept[index]))
    );
  }
  if (typeof wanted === 'string' && typeof kept === 'string') return wanted === kept || isSameTime(wanted, kept);
  if (typeof wanted !== 'object' || wanted === null) return wanted === kept;
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return false;
  const others = new Map(Object.entries(kept));
  return Object.entries(wanted).every(([name, value]) => value === undefined || isWithin(value, others.get(name)));
}

/** One moment may be written in several ways: without milliseconds, in another zone. */
function isSameTime(a: string, b: string): boolean {
  const time = parseTime(a);
  return time !== undefined && time === parseTime(b);
}
