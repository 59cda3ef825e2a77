import type { Timestamp } from '@foreshock/model/time.ts';
import { type CorrelationState, isOpen, type Note, neighborhoodOf } from './correlation-state.ts';
import type { Group } from './group.ts';
import { similarityToGroup, TOGETHER } from './similarity.ts';
import type { Nearness } from './topology-distance.ts';

/**
 * Two open groups of which an entity of one depends on an entity of the other, begun close together, are one. Those
 * that bursts of onsets have told apart stay apart.
 */
export function mergeRelated(state: CorrelationState, nearness: Nearness, note: Note): void {
  const open = [...state.groups.values()]
    .filter((group) => group.state === 'open')
    .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
  for (const [index, older] of open.entries()) {
    for (const younger of open.slice(index + 1)) {
      if (older.state !== 'open' || younger.state !== 'open') continue;
      if (neighborhoodOf(state, older.id) === neighborhoodOf(state, younger.id)) continue;
      const fits = [...younger.members.values()].some(
        (member) => similarityToGroup(member, older.members.values(), { nearness, links: state.links }) >= TOGETHER,
      );
      if (fits && related(older, younger, nearness)) merge(state, older, younger, note);
    }
  }
}

function merge(state: CorrelationState, older: Group, younger: Group, note: Note): void {
  const host = hostOf(state, older, younger.startedAt);
  for (const [id, member] of younger.members) host.members.set(id, member);
  host.lastActive = Math.max(host.lastActive, younger.lastActive);
  younger.state = 'merged';
  younger.mergedInto = host.id;
  joinNeighborhoods(state, older, younger);
  note(younger, 'merged', `merged into ${host.id}`);
  note(host, 'merged', `took over ${younger.id}`);
}

/** Of the neighborhood of a group the youngest that had begun by then. */
function hostOf(state: CorrelationState, group: Group, startedAt: Timestamp): Group {
  const stories = neighborhoodOf(state, group.id)!.stories.filter(
    ({ incident, start }) => isOpen(state, incident) && start <= startedAt,
  );
  return state.groups.get(stories.at(-1)?.incident ?? group.id)!;
}

/** What stood beside the younger stands beside the older from now on. */
function joinNeighborhoods(state: CorrelationState, older: Group, younger: Group): void {
  const into = neighborhoodOf(state, older.id)!;
  const from = neighborhoodOf(state, younger.id)!;
  into.stories.push(...from.stories.filter(({ incident }) => incident !== younger.id));
  into.stories.sort((a, b) => a.start - b.start);
  state.neighborhoods = state.neighborhoods.filter((near) => near !== from);
}

function related(a: Group, b: Group, nearness: Nearness): boolean {
  for (const left of a.members.values()) {
    for (const right of b.members.values()) {
      if (left.entity === right.entity) return true;
      if (nearness.dependsOn(left.entity, right.entity) || nearness.dependsOn(right.entity, left.entity)) return true;
    }
  }
  return false;
}
