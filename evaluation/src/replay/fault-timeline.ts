// Faults were injected minutes apart, so each lies in the wake of others. To replay one alone, the quiet minutes before it
// are moved together until they end where its own begin; these keep their recorded times.
import { type DurationMs, HOUR, MINUTE, startOfMinute, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import { type RecordedMinute, recordedMinutes } from './recorded-minutes.ts';
import type { RecordedFault } from './recorded-system.ts';

interface Piece {
  /** Whole minutes as recorded. */
  readonly range: TimeRange;
  readonly shift: DurationMs;
}

/** Quiet minutes before a fault that show what is usual. */
const HISTORY_MINUTES = 60;
/** Recordings of a day begin at most this long before its first fault. */
const LONGEST_BACK_MS = 12 * HOUR;
/** Some recorded times of injection are a minute late. */
const BEFORE_MS = MINUTE;
/** The wake of a fault: its effect lasts about three minutes. */
const WAKE_MS = 6 * MINUTE;
/** Of the fault itself: detection counts for five minutes, and the last of them must close. */
const AFTER_MS = 7 * MINUTE;

/** The minutes of a fault and the quiet ones before it, in order; `shift` moves all of them. */
export function* faultMinutes(
  fault: RecordedFault,
  faults: readonly RecordedFault[],
  shift: DurationMs,
): Generator<RecordedMinute> {
  const others = faults.filter((other) => other.day === fault.day && other !== fault).map((other) => other.at);
  for (const piece of timelineOf(fault.at, others)) yield* recordedMinutes(fault.day, piece.range, piece.shift + shift);
}

/** In order of time after shifting, without gaps or overlaps. `others`: when other faults were injected. */
export function timelineOf(at: Timestamp, others: readonly Timestamp[]): Piece[] {
  const isQuiet = (minute: Timestamp): boolean =>
    others.every((other) => minute + MINUTE <= other - BEFORE_MS || minute >= other + WAKE_MS);
  let to = startOfMinute(at) + MINUTE;
  while (to < startOfMinute(at + AFTER_MS) && isQuiet(to)) to += MINUTE;
  const pieces: Piece[] = [{ range: { from: startOfMinute(at), to }, shift: 0 }];
  let end = startOfMinute(at);
  let left = HISTORY_MINUTES;
  for (let minute = end - MINUTE; left > 0 && minute >= at - LONGEST_BACK_MS; minute -= MINUTE) {
    if (!isQuiet(minute)) continue;
    const shift = end - MINUTE - minute;
    const { range, shift: shiftOfNext } = pieces[0]!;
    const goesOn = shift === shiftOfNext && range.from === minute + MINUTE;
    if (goesOn) pieces[0] = { range: { from: minute, to: range.to }, shift };
    else pieces.unshift({ range: { from: minute, to: minute + MINUTE }, shift });
    end -= MINUTE;
    left -= 1;
  }
  return pieces;
}
