import type { Timestamp } from './time.ts';

/** At most so many incidents of a project are open at once. */
export const MOST_OPEN_INCIDENTS = 200;

/** What became of incidents that found no room, since the beginning. */
export interface IncidentCrowd {
  readonly open: number;
  /** Open ones that were closed for new ones: the oldest of those not known to hurt users. */
  readonly gaveWay: number;
  /** Anomalies that hurt users and joined an open incident, because each open one does as well. */
  readonly joined: number;
  /** Anomalies that would have opened one; they stay listed as anomalies. */
  readonly refused: number;
  /** Of those how many are going on. */
  readonly waiting: number;
  /** When any of it last happened. */
  readonly lastAt?: Timestamp;
}
