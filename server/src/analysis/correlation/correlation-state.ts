import { deserialize, serialize } from 'node:v8';
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Incident, IncidentActivity, IncidentId } from '@foreshock/model/incident.ts';
import { type CrowdState, createCrowd } from './crowd-state.ts';
import { createFindingLinks, type FindingLinks } from './finding-links.ts';
import type { Group } from './group.ts';
import { createNeighborhood, type Neighborhood } from './onset-bursts.ts';

/** All that grouping remembers. Plain data. */
export interface CorrelationState {
  readonly groups: Map<IncidentId, Group>;
  neighborhoods: Neighborhood[];
  readonly links: FindingLinks;
  readonly crowd: CrowdState;
}

export type Note = (group: Group, kind: IncidentActivity['kind'], text: string) => void;

export function restoreState(snapshot: Uint8Array | undefined): CorrelationState {
  const fresh: CorrelationState = {
    groups: new Map(),
    neighborhoods: [],
    links: createFindingLinks(),
    crowd: createCrowd(),
  };
  if (!snapshot) return fresh;
  const kept = deserialize(snapshot) as CorrelationState | readonly Group[];
  // What an older release did not know yet begins anew.
  if (!isOlder(kept)) return { ...fresh, ...kept };
  // An older release kept the groups alone: what else is known begins anew.
  for (const group of kept) {
    fresh.groups.set(group.id, group);
    if (group.state === 'open') fresh.neighborhoods.push(createNeighborhood(group.id, group.startedAt));
  }
  return fresh;
}

function isOlder(kept: CorrelationState | readonly Group[]): kept is readonly Group[] {
  return Array.isArray(kept);
}

export function keepState(state: CorrelationState): Uint8Array {
  return serialize(state);
}

export function isOpen(state: CorrelationState, incident: Incident['id']): boolean {
  return state.groups.get(incident)?.state === 'open';
}

/** Every open group is in exactly one. */
export function neighborhoodOf(state: CorrelationState, incident: IncidentId): Neighborhood | undefined {
  return state.neighborhoods.find((near) => near.stories.some((story) => story.incident === incident));
}

/** Of all its incidents. */
export function membersAround({ groups }: CorrelationState, near: Neighborhood): Anomaly[] {
  return near.stories.flatMap(({ incident }) => [...(groups.get(incident)?.members.values() ?? [])]);
}

/** Neighborhoods without an open group are over; stories that closed leave the others. */
export function forgetClosed(state: CorrelationState): void {
  for (const near of state.neighborhoods) {
    for (const [index, { incident }] of [...near.stories.entries()].reverse())
      if (!isOpen(state, incident)) near.stories.splice(index, 1);
  }
  state.neighborhoods = state.neighborhoods.filter(({ stories }) => stories.length > 0);
}
