import { DAY, type DurationMs, type Timestamp } from '@foreshock/model/time.ts';
import { createHourProfile, type HourProfile } from './hour-profile.ts';
import { createRateChain, type RateChain } from './rate-chain.ts';

/** What is told about a month, and the same window a week ago. */
const KEPT_MS = 31 * DAY;

/** One kind of event of one entity. Plain data. */
export interface RecurrenceStream {
  readonly rates: RateChain;
  readonly hours: HourProfile;
  /** Ticks of the last month that had an event, oldest first. */
  readonly recent: Timestamp[];
  readonly firstSeen: Timestamp;
  lastEvent: Timestamp | undefined;
  /** What began is still going on. */
  isOpen: boolean;
}

export function createRecurrenceStream(now: Timestamp): RecurrenceStream {
  return {
    rates: createRateChain(),
    hours: createHourProfile(),
    recent: [],
    firstSeen: now,
    lastEvent: undefined,
    isOpen: false,
  };
}

export function rememberEvent(stream: RecurrenceStream, now: Timestamp): void {
  stream.recent.push(now);
  stream.lastEvent = now;
  while (stream.recent[0]! < now - KEPT_MS) stream.recent.shift();
}

/** Whether a tick after `from` and up to `from` + `span` had an event. */
export function hadEvent({ recent }: RecurrenceStream, from: Timestamp, span: DurationMs): boolean {
  for (let i = recent.length - 1; i >= 0 && recent[i]! > from; i -= 1) if (recent[i]! <= from + span) return true;
  return false;
}
