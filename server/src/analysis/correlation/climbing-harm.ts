// Whether harm climbs: what began since a time lies where harm was before, or at those who depend on it. Detectors that
// look seldom tell that as bursts.
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Neighborhood } from './onset-bursts.ts';
import { type Nearness, once } from './topology-distance.ts';

export interface ClimbingHarm {
  /** Whether most of what began since lies where the harm was, or at those who depend on it. */
  climbs(near: Neighborhood, since: Timestamp): boolean;
  /** To be told of each that joins a neighborhood: in a storm they are counted as they come. */
  joined(near: Neighborhood, anomaly: Anomaly): void;
}

interface Tally {
  readonly since: Timestamp;
  readonly isExplained: (entity: EntityId) => boolean;
  later: number;
  explained: number;
}

export function createClimbingHarm(
  nearness: Nearness,
  membersOf: (near: Neighborhood) => readonly Anomaly[],
): ClimbingHarm {
  const tallies = new Map<Neighborhood, Tally>();
  return {
    climbs(near, since) {
      let tally = tallies.get(near);
      if (tally?.since !== since) {
        tally = tallyOf(membersOf(near), since, nearness);
        tallies.set(near, tally);
      }
      return 2 * tally.explained >= tally.later;
    },
    joined(near, anomaly) {
      const tally = tallies.get(near);
      if (!tally) return;
      // It is among the harm that was: what that explains is to be counted anew.
      if (anomaly.onset < tally.since) tallies.delete(near);
      else count(tally, anomaly);
    },
  };
}

function tallyOf(members: readonly Anomaly[], since: Timestamp, nearness: Nearness): Tally {
  const harmed = new Set(members.filter(({ onset }) => onset < since).map(({ entity }) => entity));
  const isExplained = once((entity) => {
    if (harmed.has(entity)) return true;
    for (const other of nearness.relatedTo(entity))
      if (harmed.has(other) && nearness.dependsOn(entity, other)) return true;
    return false;
  });
  const tally: Tally = { since, isExplained, later: 0, explained: 0 };
  for (const member of members) if (member.onset >= since) count(tally, member);
  return tally;
}

function count(tally: Tally, { entity }: Anomaly): void {
  tally.later += 1;
  if (tally.isExplained(entity)) tally.explained += 1;
}
