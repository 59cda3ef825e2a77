// The incident that an anomaly belongs to: similarity says which neighborhood of open incidents it is near, the bursts
// of onsets which of them it joins, or that it starts one of its own.
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import { type CorrelationState, isOpen, type Note, neighborhoodOf } from './correlation-state.ts';
import { joinedText } from './describe-incident.ts';
import { rememberFinding } from './finding-links.ts';
import { type Group, isFull } from './group.ts';
import { keepsOpen } from './harm.ts';
import {
  type Arrival,
  addStory,
  createNeighborhood,
  isCoarse,
  type Neighborhood,
  placeArrival,
} from './onset-bursts.ts';
import { similarityToGroup, TOGETHER } from './similarity.ts';
import type { Nearness } from './topology-distance.ts';

/** The same again within this long is the same incident. */
const REOPEN_WITHIN_MS = 30 * MINUTE;

export interface Surroundings {
  readonly frame: MinuteFrame;
  readonly nearness: Nearness;
  readonly note: Note;
  /** How often the detectors look that the anomalies come from. */
  readonly detectorPeriodMs: number;
}

/** An anomaly that may start an incident. */
export function attachStarter(state: CorrelationState, starter: Anomaly, around: Surroundings): void {
  if (isMember(state, starter)) return;
  rememberFinding(state.links, starter);
  const group = nearestGroup(state, starter, around) ?? bestGroup(state, starter, around.nearness);
  if (group) {
    placeAmong(state, neighborhoodOf(state, group.id)!, group, starter, around);
    return;
  }
  const again = reopenable(state, starter, around.frame.minute);
  const begun = again ?? openGroup(state, starter, starter.onset, around);
  if (again) {
    again.state = 'open';
    delete again.resolvedAt;
    again.reopened += 1;
    join(again, starter, around.frame.minute);
    around.note(again, 'reopened', joinedText(starter, around.frame.topology.entities));
  }
  const near = createNeighborhood(begun.id, begun.startedAt, starter.onset);
  state.neighborhoods.push(near);
  placeArrival(near, arrivalOf(state, near, starter, around));
}

/** What cannot start an incident may still belong to one. */
export function attachContext(state: CorrelationState, anomaly: Anomaly, around: Surroundings): void {
  if (anomaly.end !== undefined || isMember(state, anomaly)) return;
  const group = bestGroup(state, anomaly, around.nearness);
  if (!group || group.suppressed.has(anomaly.id)) return;
  if (anomaly.marks.includes('chronic'))
    group.suppressed.set(anomaly.id, 'unusual in more than a fifth of all hours: no sign of this incident');
  else if (anomaly.marks.includes('expected'))
    group.suppressed.set(anomaly.id, 'explained by a rollout, by load or by a cold start');
  else {
    join(group, anomaly, around.frame.minute);
    around.note(group, 'grew', joinedText(anomaly, around.frame.topology.entities));
  }
}

function isMember({ groups }: CorrelationState, anomaly: Anomaly): boolean {
  for (const group of groups.values()) if (group.members.has(anomaly.id)) return true;
  return false;
}

/** The open group that an anomaly fits best, when it fits one at all; ties go to the older group. */
function bestGroup({ groups, links }: CorrelationState, anomaly: Anomaly, nearness: Nearness): Group | undefined {
  let best: Group | undefined;
  let score = TOGETHER;
  for (const group of groups.values()) {
    if (group.state !== 'open' || isFull(group, anomaly.entity)) continue;
    const similarity = similarityToGroup(anomaly, group.members.values(), { nearness, links });
    if (similarity > score || (similarity === score && best && group.startedAt < best.startedAt)) {
      best = group;
      score = similarity;
    }
  }
  return best;
}

/**
 * Where onsets are known well enough for bursts to tell when an incident starts, likeness need not: an open group within
 * two hops is enough, and where the topology does not know the entity, any. Undefined where they are not.
 */
function nearestGroup(
  state: CorrelationState,
  { entity }: Anomaly,
  { nearness, detectorPeriodMs }: Surroundings,
): Group | undefined {
  if (isCoarse(detectorPeriodMs)) return undefined;
  const isPlaced = nearness.knows(entity);
  let nearest: Group | undefined;
  let best = 0;
  for (const group of state.groups.values()) {
    if (group.state !== 'open' || isFull(group, entity)) continue;
    if (!isPlaced && group.startedAt >= (nearest?.startedAt ?? 0)) nearest = group;
    for (const member of group.members.values()) {
      const near = nearness.between(entity, member.entity);
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
  const group = isFull(meant, starter.entity) ? nearest : meant;
  join(group, starter, around.frame.minute);
  around.note(group, 'grew', joinedText(starter, around.frame.topology.entities));
  const { since } = placed;
  if (since === undefined) return;
  moveMembers(state, near, meant, ({ onset, signal }) => signal === starter.signal && onset >= since, around);
}

function arrivalOf(
  state: CorrelationState,
  near: Neighborhood,
  { signal, onset }: Anomaly,
  { nearness, detectorPeriodMs }: Surroundings,
): Arrival {
  return {
    signal,
    onset,
    detectorPeriodMs,
    isOpen: (incident) => isOpen(state, incident),
    mayOpen: (since) => !isCoarse(detectorPeriodMs) || !climbs(membersOf(state, near), since, nearness),
  };
}

function membersOf(state: CorrelationState, near: Neighborhood): Anomaly[] {
  return near.stories.flatMap(({ incident }) => [...(state.groups.get(incident)?.members.values() ?? [])]);
}

/**
 * Whether most of what began since lies where the harm was, or at those who depend on it: harm climbs to callers for
 * minutes, and detectors that look seldom tell that as bursts.
 */
function climbs(members: readonly Anomaly[], since: Timestamp, nearness: Nearness): boolean {
  const places = new Set(members.filter(({ onset }) => onset < since).map(({ entity }) => entity));
  const later = members.filter(({ onset }) => onset >= since);
  const explained = later.filter(
    ({ entity }) => places.has(entity) || [...places].some((place) => nearness.dependsOn(entity, place)),
  );
  return 2 * explained.length >= later.length;
}

/** A group that all its members would leave keeps them. */
function moveMembers(
  state: CorrelationState,
  near: Neighborhood,
  to: Group,
  isMeant: (member: Anomaly) => boolean,
  { note }: Surroundings,
): void {
  for (const { incident } of near.stories) {
    const from = state.groups.get(incident);
    if (!from || from === to || from.state !== 'open') continue;
    const moved = [...from.members.values()].filter(isMeant);
    if (moved.length === 0 || moved.length === from.members.size) continue;
    for (const member of moved) {
      from.members.delete(member.id);
      to.members.set(member.id, member);
    }
    note(from, 'grew', `${moved.length} of its anomalies belong to ${to.id}, which began with a burst of its own`);
  }
}

function openGroup(
  state: CorrelationState,
  starter: Anomaly,
  startedAt: Timestamp,
  { frame, note }: Surroundings,
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
  };
  state.groups.set(opened.id, opened);
  note(opened, 'opened', joinedText(starter, frame.topology.entities));
  return opened;
}

function join(group: Group, anomaly: Anomaly, minute: Timestamp): void {
  group.members.set(anomaly.id, anomaly);
  if (anomaly.end === undefined && keepsOpen(anomaly)) group.lastActive = minute;
}

function reopenable({ groups }: CorrelationState, starter: Anomaly, minute: Timestamp): Group | undefined {
  for (const group of groups.values()) {
    if (group.state !== 'resolved' || minute - group.resolvedAt! > REOPEN_WITHIN_MS) continue;
    for (const member of group.members.values()) {
      if (member.entity === starter.entity && member.kind === starter.kind) return group;
    }
  }
  return undefined;
}
