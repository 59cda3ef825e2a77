// The incident that an anomaly belongs to: similarity says which neighborhood of open incidents it is near, the bursts
// of onsets which of them it joins, or that it starts one of its own.
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import type { ClimbingHarm } from './climbing-harm.ts';
import { type CorrelationState, isOpen, type Note, neighborhoodOf } from './correlation-state.ts';
import { joinedText } from './describe-incident.ts';
import { rememberFinding } from './finding-links.ts';
import { type Group, MAX_MEMBERS } from './group.ts';
import type { GroupIndex, IndexedGroup } from './group-index.ts';
import type { SimilarityToGroup } from './group-similarity.ts';
import { keepsOpen } from './harm.ts';
import { isFull, makeRoom } from './make-room.ts';
import {
  type Arrival,
  addStory,
  createNeighborhood,
  isCoarse,
  type Neighborhood,
  placeArrival,
} from './onset-bursts.ts';
import { TOGETHER } from './similarity.ts';
import type { Nearness } from './topology-distance.ts';
import type { Traits } from './traits.ts';

/** The same again within this long is the same incident. */
const REOPEN_WITHIN_MS = 30 * MINUTE;

export interface Surroundings {
  readonly frame: MinuteFrame;
  readonly nearness: Nearness;
  readonly index: GroupIndex;
  readonly traitsOf: (anomaly: Anomaly) => Traits;
  readonly similarityToGroup: SimilarityToGroup;
  readonly climbing: ClimbingHarm;
  readonly note: Note;
  /** How often the detectors look that the anomalies come from. */
  readonly detectorPeriodMs: number;
  /** Whether it says where something began, and not only where it is felt. */
  readonly isAccusation: (anomaly: Anomaly) => boolean;
}

/** An anomaly that may start an incident. */
export function attachStarter(state: CorrelationState, starter: Anomaly, around: Surroundings): void {
  if (around.index.isMember(starter)) return;
  rememberFinding(state.links, starter);
  const group = nearestGroup(state, starter, around) ?? bestGroup(starter, around);
  if (group) {
    const near = neighborhoodOf(state, group.id)!;
    const told = storyOfAccusation(state, near, group, starter, around);
    if (told === 'opens') openBeside(state, near, starter, around);
    else placeAmong(state, near, told, starter, around);
    around.climbing.joined(near, starter);
    return;
  }
  const room = makeRoom(state, starter, { ...around, minute: around.frame.minute });
  if (room.kind === 'none') return;
  if (room.kind === 'joins') {
    join(room.group, starter, around);
    around.note(room.group, 'grew', crowdedText(starter, around));
    return;
  }
  const again = reopenable(state, starter, around.frame.minute);
  const begun = again ?? openGroup(state, starter, starter.onset, around);
  if (again) {
    again.state = 'open';
    delete again.resolvedAt;
    delete again.closure;
    again.reopened += 1;
    again.lastActive = around.frame.minute;
    around.index.open(again);
    join(again, starter, around);
    around.note(again, 'reopened', joinedText(starter, around.frame.topology.entities));
  }
  const near = createNeighborhood(begun.id, begun.startedAt, starter.onset);
  state.neighborhoods.push(near);
  placeArrival(near, arrivalOf(state, near, starter, around));
}

/**
 * Two places that are accused, neither of which depends on the other, are two stories, though all that they hurt is
 * near. The story that an accusation belongs to, or that it opens one.
 */
function storyOfAccusation(
  state: CorrelationState,
  near: Neighborhood,
  group: Group,
  starter: Anomaly,
  { isAccusation, nearness }: Surroundings,
): Group | 'opens' {
  if (!isAccusation(starter)) return group;
  const related = nearness.relatedTo(starter.entity);
  const isRelated = ({ accused }: Group): boolean => !accused || accused.some((entity) => related.has(entity));
  if (isRelated(group) || isFull(state)) return group;
  const others = near.stories.flatMap(({ incident }) => state.groups.get(incident) ?? []);
  return others.find((other) => other.state === 'open' && other.accused && isRelated(other)) ?? 'opens';
}

/** With what is known of the accused place since then. */
function openBeside(state: CorrelationState, near: Neighborhood, starter: Anomaly, around: Surroundings): void {
  const opened = openGroup(state, starter, starter.onset, around);
  const isItsOwn = ({ entity, onset }: Anomaly): boolean => entity === starter.entity && onset >= starter.onset;
  moveMembers(state, near, opened, isItsOwn, around);
  addStory(near, opened.id, starter.onset);
}

/** What cannot start an incident may still belong to one. */
export function attachContext(anomaly: Anomaly, around: Surroundings): void {
  if (anomaly.end !== undefined || around.index.isMember(anomaly)) return;
  const group = bestGroup(anomaly, around);
  if (!group || group.suppressed.has(anomaly.id)) return;
  if (anomaly.marks.includes('chronic'))
    group.suppressed.set(anomaly.id, 'unusual in more than a fifth of all hours: no sign of this incident');
  else if (anomaly.marks.includes('expected'))
    group.suppressed.set(anomaly.id, 'explained by a rollout, by load or by a cold start');
  else {
    join(group, anomaly, around);
    around.note(group, 'grew', joinedText(anomaly, around.frame.topology.entities));
  }
}

/**
 * The open group that an anomaly fits best, when it fits one at all; ties go to the older group. The one that is most at
 * its place is looked at first: most of the others cannot be above it, which is soon seen.
 */
function bestGroup(anomaly: Anomaly, around: Surroundings): Group | undefined {
  const { index, nearness } = around;
  const { entity } = anomaly;
  const traits = around.traitsOf(anomaly);
  const candidates = index.candidates(traits, nearness).filter(({ group }) => index.hasRoom(group, entity));
  const countThere = ({ members }: IndexedGroup): number => members.byEntity.get(entity)?.length ?? 0;
  let home = 0;
  for (const [place, candidate] of candidates.entries())
    if (countThere(candidate) > countThere(candidates[home]!)) home = place;
  let best: IndexedGroup | undefined;
  let score = TOGETHER;
  for (const candidate of [...candidates.slice(home), ...candidates.slice(0, home)]) {
    const similarity = around.similarityToGroup(traits, candidate.members, score, candidate.nearby);
    if (similarity > score || (similarity === score && best && isOlder(candidate, best))) {
      best = candidate;
      score = similarity;
    }
  }
  return best?.group;
}

/** Of two that began at the same time the one that was known first. */
function isOlder(a: IndexedGroup, b: IndexedGroup): boolean {
  return a.group.startedAt < b.group.startedAt || (a.group.startedAt === b.group.startedAt && a.rank < b.rank);
}

/**
 * Where onsets are known well enough for bursts to tell when an incident starts, likeness need not: an open group within
 * two hops is enough, and where the topology does not know the entity, any. Undefined where they are not.
 */
function nearestGroup(
  state: CorrelationState,
  { entity }: Anomaly,
  { nearness, index, detectorPeriodMs }: Surroundings,
): Group | undefined {
  if (isCoarse(detectorPeriodMs)) return undefined;
  const isPlaced = nearness.knows(entity);
  const places = nearness.around(entity);
  let nearest: Group | undefined;
  let best = 0;
  for (const group of state.groups.values()) {
    if (group.state !== 'open' || !index.hasRoom(group, entity)) continue;
    if (!isPlaced && group.startedAt >= (nearest?.startedAt ?? 0)) nearest = group;
    for (const there of index.membersOf(group).byEntity.keys()) {
      const near = places.get(there)?.near ?? 0;
      if (near <= best) continue;
      best = near;
      nearest = group;
    }
  }
  return nearest;
}

/** `nearest`: the group of the neighborhood that takes it when the one that should is full. */
function placeAmong(
  state: CorrelationState,
  near: Neighborhood,
  nearest: Group,
  starter: Anomaly,
  around: Surroundings,
): void {
  const placed = placeArrival(near, arrivalOf(state, near, starter, around));
  if (placed.kind === 'opens') {
    const opened = openGroup(state, starter, placed.at, around);
    moveMembers(state, near, opened, ({ onset }) => onset >= placed.at, around);
    addStory(near, opened.id, placed.at, placed.by === 'burst' ? starter.signal : undefined);
    return;
  }
  const meant = state.groups.get(placed.incident)!;
  const group = around.index.hasRoom(meant, starter.entity) ? meant : nearest;
  join(group, starter, around);
  around.note(group, 'grew', joinedText(starter, around.frame.topology.entities));
  const { since } = placed;
  if (since === undefined) return;
  moveMembers(state, near, meant, ({ onset, signal }) => signal === starter.signal && onset >= since, around);
}

function arrivalOf(
  state: CorrelationState,
  near: Neighborhood,
  { signal, onset }: Anomaly,
  { climbing, detectorPeriodMs }: Surroundings,
): Arrival {
  return {
    signal,
    onset,
    detectorPeriodMs,
    isOpen: (incident) => isOpen(state, incident),
    // Where there is no room for another, a burst of its own opens none: it stays with what is near.
    mayOpen: (since) => !isFull(state) && (!isCoarse(detectorPeriodMs) || !climbing.climbs(near, since)),
  };
}

/** A group that all its members would leave keeps them, and so does one whose members find no room. */
function moveMembers(
  state: CorrelationState,
  near: Neighborhood,
  to: Group,
  isMeant: (member: Anomaly) => boolean,
  { index, note }: Surroundings,
): void {
  for (const { incident } of near.stories) {
    const from = state.groups.get(incident);
    if (!from || from === to || from.state !== 'open') continue;
    const meant = [...from.members.values()].filter(isMeant);
    if (meant.length === 0 || meant.length === from.members.size) continue;
    let moved = 0;
    for (const member of meant) {
      if (!index.hasRoom(to, member.entity)) continue;
      index.leave(from, member);
      index.join(to, member);
      moved += 1;
    }
    if (moved > 0)
      note(from, 'grew', `${moved} of its anomalies belong to ${to.id}, which began with a burst of its own`);
  }
}

function openGroup(
  state: CorrelationState,
  starter: Anomaly,
  startedAt: Timestamp,
  { frame, index, note, isAccusation }: Surroundings,
): Group {
  const opened: Group = {
    id: hashId('inc_', starter.id) as IncidentId,
    startedAt,
    detectedAt: frame.minute + MINUTE,
    state: 'open',
    lastActive: frame.minute,
    reopened: 0,
    frozen: false,
    members: new Map([[starter.id, starter]]),
    suppressed: new Map(),
    predictions: [],
    ...(isAccusation(starter) && { accused: [starter.entity] }),
  };
  state.groups.set(opened.id, opened);
  index.open(opened);
  note(opened, 'opened', joinedText(starter, frame.topology.entities));
  return opened;
}

function join(group: Group, anomaly: Anomaly, { index, frame, isAccusation }: Surroundings): void {
  index.join(group, anomaly);
  if (isAccusation(anomaly)) group.accused = [...new Set([...(group.accused ?? []), anomaly.entity])];
  if (anomaly.end === undefined && keepsOpen(anomaly)) group.lastActive = frame.minute;
}

function reopenable({ groups }: CorrelationState, starter: Anomaly, minute: Timestamp): Group | undefined {
  for (const group of groups.values()) {
    if (group.state !== 'resolved' || minute - group.resolvedAt! > REOPEN_WITHIN_MS) continue;
    if (group.members.size >= MAX_MEMBERS) continue;
    for (const member of group.members.values()) {
      if (member.entity === starter.entity && member.kind === starter.kind) return group;
    }
  }
  return undefined;
}

function crowdedText(starter: Anomaly, { frame }: Surroundings): string {
  return `${joinedText(starter, frame.topology.entities)}; as many incidents are open as may be, so it joined this one`;
}
