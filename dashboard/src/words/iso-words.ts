import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import { parseIsoDuration } from '@foreshock/model/time.ts';

/** A duration as the API writes it; a leading minus is kept. The contract promises the form, so 0 never shows. */
export function readDuration(text: string): DurationMs {
  const length = parseIsoDuration(text.replace(/^-/, '')) ?? 0;
  return text.startsWith('-') ? -length : length;
}

/** A time as the API writes it. */
export function readTime(text: string): Timestamp {
  return Date.parse(text);
}

/** The same where the API says `null` for none. */
export function readTimeOr(text: string | null): Timestamp | undefined {
  return text === null ? undefined : Date.parse(text);
}
