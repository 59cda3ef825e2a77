import type { Timestamp } from '@foreshock/model/time.ts';
import type { Surroundings } from './attach-anomaly.ts';
import { type CorrelationState, isOpen, neighborhoodOf } from './correlation-state.ts';
import { type Group, MAX_ENTITIES, MAX_MEMBERS } from './group.ts';
import type { GroupIndex } from './group-index.ts';
import { TOGETHER } from './similarity.ts';

type Merging = Pick<Surroundings, 'index' | 'traitsOf' | 'similarityToGroup' | 'nearness' | 'note'>;

/**
 * Two open groups of which an entity of one depends on an entity of the other, begun close together, are one. Those
 * that bursts of onsets have told apart stay apart, and so do those that are too large for one.
 */
export function mergeRelated(state: CorrelationState, around: Merging): void {
  const open = [...state.groups.values()]
    .filter((group) => group.state === 'open')
    .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
  const place = new Map(open.map((group, index) => [group, index]));
  for (const [index, older] of open.entries()) {
    if (older.state !== 'open') continue;
    const waiting = (after: number): Group[] =>
      [...around.index.related(older, around.nearness)]
        .filter((group) => place.get(group)! > after)
        .sort((a, b) => place.get(b)! - place.get(a)!);
    // The next one stands last. What is taken over brings others near.
    let younger = waiting(index);
    for (let next = younger.pop(); next; next = younger.pop()) {
      if (!isOneStory(state, older, next, around)) continue;
      merge(state, older, next, around);
      younger = waiting(place.get(next)!);
    }
  }
}

function isOneStory(state: CorrelationState, older: Group, younger: Group, around: Merging): boolean {
  const { index, traitsOf, similarityToGroup } = around;
  const near = neighborhoodOf(state, older.id);
  if (near === neighborhoodOf(state, younger.id)) return false;
  if (!fitsInto(hostOf(state, older, younger.startedAt), younger, index)) return false;
  const members = index.membersOf(older);
  for (const member of younger.members.values())
    if (similarityToGroup(traitsOf(member), members, TOGETHER) >= TOGETHER) return true;
  return false;
}

function fitsInto(host: Group, younger: Group, index: GroupIndex): boolean {
  if (host.members.size + younger.members.size > MAX_MEMBERS) return false;
  const there = index.membersOf(host).byEntity;
  let entities = there.size;
  for (const entity of index.membersOf(younger).byEntity.keys()) if (!there.has(entity)) entities += 1;
  return entities <= MAX_ENTITIES;
}

function merge(state: CorrelationState, older: Group, younger: Group, { index, note }: Merging): void {
  const host = hostOf(state, older, younger.startedAt);
  for (const member of younger.members.values()) index.join(host, member);
  if (younger.accused) host.accused = [...new Set([...(host.accused ?? []), ...younger.accused])];
  host.lastActive = Math.max(host.lastActive, younger.lastActive);
  younger.state = 'merged';
  younger.mergedInto = host.id;
  index.close(younger);
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
