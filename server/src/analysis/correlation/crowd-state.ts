import type { AnomalyId } from '@foreshock/model/anomaly.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

/** What became of incidents that found no room, since the beginning. Plain data. */
export interface CrowdState {
  gaveWay: number;
  joined: number;
  refused: number;
  lastAt?: Timestamp;
  /** Starters that found no room, while they go on. */
  waiting: Set<AnomalyId>;
}

export function createCrowd(): CrowdState {
  return { gaveWay: 0, joined: 0, refused: 0, waiting: new Set() };
}
