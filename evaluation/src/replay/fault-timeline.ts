// Faults were injected minutes apart, so each lies in the wake of others. To replay one alone, the quiet minutes before it
// are moved together until they end where its own begin; these keep their recorded times.
import { type DurationMs, HOUR, MINUTE, startOfMinute, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { RecordedMinute, Recording } from './recorded-minutes.ts';
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
/** The wake of a fault: its effect lasts about three minutes, rates over some minutes and processors a little longer. */
const WAKE_MS = 5 * MINUTE;
/** Of the fault itself, the minute before it included: detection counts for five minutes, and the last of them must close. */
const AFTER_MS = 7 * MINUTE;

/** Of the replayed minutes of a fault, in recorded time as far as its own minutes go. */
export function faultSpan(fault: RecordedFault, faults: readonly RecordedFault[]): TimeRange {
  const pieces = timelineOf(fault.at, othersOf(fault, faults));
  const [first] = pieces;
  return { from: first!.range.from + first!.shift, to: pieces.at(-1)!.range.to };
}

/** The minutes of a fault and the quiet ones before it, in order; `shift` moves all of them. `recording`: of its day. */
export function* faultMinutes(
  fault: RecordedFault,
  recording: Recording,
  faults: readonly RecordedFault[],
  shift: DurationMs,
): Generator<RecordedMinute> {
  for (const piece of timelineOf(fault.at, othersOf(fault, faults)))
    yield* recording.minutes(piece.range, piece.shift + shift);
}

function othersOf(fault: RecordedFault, faults: readonly RecordedFault[]): Timestamp[] {
  return faults.filter((other) => other.day === fault.day && other !== fault).map((other) => other.at);
}

/** In order of time after shifting, without gaps or overlaps. `others`: when other faults were injected. */
export function timelineOf(at: Timestamp, others: readonly Timestamp[]): Piece[] {
  const isQuiet = (minute: Timestamp): boolean =>
    others.every((other) => minute + MINUTE <= other || minute >= other + WAKE_MS);
  const next = Math.min(...others.filter((other) => other > at));
  const own = { from: startOfMinute(at) - MINUTE, to: startOfMinute(Math.min(at + AFTER_MS, next)) };
  const pieces: Piece[] = [{ range: own, shift: 0 }];
  let end = own.from;
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
