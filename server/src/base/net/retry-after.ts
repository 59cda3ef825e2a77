import { type DurationMs, SECOND } from '@foreshock/model/time.ts';

const NOT_SOON_MS = 60 * SECOND;

/** Of the header `retry-after`: seconds, as providers send them, at most `longestMs`; a date is taken for "not soon". */
export function readRetryAfter(text: string | null | undefined, longestMs: DurationMs): DurationMs | undefined {
  if (text === null || text === undefined) return undefined;
  const seconds = Number(text);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(longestMs, seconds * SECOND) : NOT_SOON_MS;
}
