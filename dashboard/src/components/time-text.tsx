import type { Timestamp } from '@foreshock/model/time.ts';
import { clockWords, exactClockWords, momentWords, utcWords } from '../words/time-words.ts';

export interface TimeTextProps {
  readonly at: Timestamp;
  /** With it a time of another day names the day. */
  readonly now?: Timestamp;
  readonly exact?: boolean;
}

/** Local time, with UTC on hover. */
export function TimeText({ at, now, exact = false }: TimeTextProps) {
  const text = exact ? exactClockWords(at, true) : now === undefined ? clockWords(at) : momentWords(at, now);
  return (
    <time dateTime={new Date(at).toISOString()} title={utcWords(at)}>
      {text}
    </time>
  );
}
