import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';

export interface LiveClock {
  /** Simulated time at the moment `liveAt` of the wall clock, both as they were asked for. */
  readonly liveFrom: Timestamp;
  readonly liveAt: Timestamp;
  /** Simulated seconds in one of the wall clock. */
  readonly speed: number;
}

/**
 * Simulated time at a moment of the wall clock. Both count from their whole minute: a start in the middle of one would else
 * make everything late by its seconds, and what is half a minute late is not analysed.
 */
export function simulatedAt(wall: Timestamp, { liveAt, liveFrom, speed }: LiveClock): Timestamp {
  return toMinute(liveFrom) + (wall - toMinute(liveAt)) * speed;
}

/** Simulated time moves in whole steps; starting on a minute keeps reports on whole minutes. */
export function toMinute(time: Timestamp): Timestamp {
  return Math.floor(time / MINUTE) * MINUTE;
}
