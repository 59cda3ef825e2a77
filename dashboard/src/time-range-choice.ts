import type { DurationMs, TimeRange, Timestamp } from '@foreshock/model/time.ts';
import {
  DAY,
  formatDuration,
  formatTime,
  HOUR,
  MINUTE,
  parseIsoDuration,
  parseTime,
  SECOND,
} from '@foreshock/model/time.ts';
import { durationWords } from './words/duration-words.ts';
import { clockWords, dayWords } from './words/time-words.ts';

/** What a person chose: a length that ends now, or two fixed times. */
export type RangeChoice =
  | { readonly kind: 'last'; readonly length: DurationMs }
  | { readonly kind: 'between'; readonly range: TimeRange };

export const presets: readonly DurationMs[] = [15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, DAY, 7 * DAY];

/** Under this a chart has no two points to draw. */
const SHORTEST: DurationMs = 2 * MINUTE;
/** The longest that the store is asked at once. */
const LONGEST: DurationMs = 31 * DAY;

/** Reads `from` and `to`, or `last`, out of an address; `fallback` when neither can be read. */
export function readRange(search: Readonly<Record<string, string | undefined>>, fallback: DurationMs): RangeChoice {
  const from = parseTime(search.from ?? '');
  const to = parseTime(search.to ?? '');
  if (from !== undefined && to !== undefined && from < to) return { kind: 'between', range: { from, to } };
  const length = parseIsoDuration(search.last ?? '');
  return { kind: 'last', length: length !== undefined && length > 0 ? length : fallback };
}

/** The same choice as address and API write it. */
export function writeRange(choice: RangeChoice): { from?: string; to?: string; last?: string } {
  return choice.kind === 'last'
    ? { last: formatDuration(choice.length) }
    : { from: formatTime(choice.range.from), to: formatTime(choice.range.to) };
}

export function resolveRange(choice: RangeChoice, now: Timestamp): TimeRange {
  return choice.kind === 'last' ? { from: now - choice.length, to: now } : choice.range;
}

/** A part of the range on screen becomes the range: by dragging, or between two numbers. */
export function fixedRange(range: TimeRange): RangeChoice {
  const length = Math.min(LONGEST, Math.max(SHORTEST, range.to - range.from));
  return { kind: 'between', range: { from: range.to - length, to: range.to } };
}

/** Earlier or later by half of what is on screen. */
export function panRange(choice: RangeChoice, steps: number, now: Timestamp): RangeChoice {
  const { from, to } = resolveRange(choice, now);
  const shift = ((to - from) / 2) * steps;
  return to + shift >= now ? { kind: 'last', length: to - from } : fixedRange({ from: from + shift, to: to + shift });
}

/** `factor` 0.5 looks closer, 2 wider. A range that ends now keeps its end. */
export function zoomRange(choice: RangeChoice, factor: number, now: Timestamp): RangeChoice {
  const { from, to } = resolveRange(choice, now);
  const length = Math.min(LONGEST, Math.max(SHORTEST, (to - from) * factor));
  if (choice.kind === 'last') return { kind: 'last', length };
  const middle = (from + to) / 2;
  return fixedRange({ from: middle - length / 2, to: Math.min(now, middle + length / 2) });
}

export function rangeWords(choice: RangeChoice): string {
  if (choice.kind === 'last') return `last ${durationWords(choice.length)}`;
  const { from, to } = choice.range;
  const sameDay = dayWords(from) === dayWords(to);
  return `${dayWords(from)}, ${clockWords(from)} to ${sameDay ? '' : `${dayWords(to)}, `}${clockWords(to)}`;
}

const units: Readonly<Record<string, DurationMs>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/**
 * What a person typed: `last 90 min`, `90m`, `2 h`, `02:00 to 03:30` (today, or yesterday when still to come), or two
 * RFC 3339 times with `to` between them. `undefined` for anything else.
 */
export function parseTypedRange(text: string, now: Timestamp): RangeChoice | undefined {
  const typed = text.trim().toLowerCase();
  const length = /^(?:last\s+)?(\d+(?:\.\d+)?)\s*(s|m|h|d|w)[a-z]*$/.exec(typed);
  if (length) {
    const duration = Number(length[1]) * units[length[2]!]!;
    return duration >= SHORTEST && duration <= LONGEST ? { kind: 'last', length: duration } : undefined;
  }
  const [first, second] = text.trim().split(/\s+to\s+/i);
  if (first === undefined || second === undefined) return undefined;
  const to = parseMoment(second, now);
  const from = parseMoment(first, to ?? now);
  return from !== undefined && to !== undefined && from < to && to - from <= LONGEST
    ? { kind: 'between', range: { from, to } }
    : undefined;
}

function parseMoment(text: string, latest: Timestamp): Timestamp | undefined {
  const clock = /^(\d{1,2}):(\d\d)$/.exec(text.trim());
  if (!clock) return parseTime(text.trim());
  const date = new Date(latest);
  date.setHours(Number(clock[1]), Number(clock[2]), 0, 0);
  return date.getTime() > latest ? date.getTime() - DAY : date.getTime();
}
