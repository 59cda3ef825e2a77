// Which anomalies are one story. In come the anomalies of a closed minute, out go incidents that opened, grew, resolved
// or merged. It never drops an anomaly: what does not count is listed with the reason.
import { deserialize, serialize } from 'node:v8';
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { DATA_TRUST_FLOOR } from '@foreshock/model/data-trust.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident, IncidentActivity, IncidentId } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import { incidentOf, joinedText } from './describe-incident.ts';
import { activityOf, type Group, isFull } from './group.ts';
import { keepsOpen } from './harm.ts';
import { harmedShare } from './request-harm.ts';
import { similarityToGroup, TOGETHER } from './similarity.ts';
import { type Nearness, nearnessOf } from './topology-distance.ts';

/** No harm for this long: it is over. */
const QUIET_BEFORE_RESOLVED_MS = 15 * MINUTE;
/** The same again within this long is the same incident. */
const REOPEN_WITHIN_MS = 30 * MINUTE;
/** A resolved incident is forgotten here after this long; the store keeps it. */
const FORGET_AFTER_MS = 2 * HOUR;
/** A prediction made up to this long before counts as having foretold the incident. */
const FORETOLD_WITHIN_MS = 4 * HOUR;

export interface CorrelationInput {
  readonly frame: MinuteFrame;
  /** Opened, updated or ended in this minute. */
  readonly anomalies: readonly Anomaly[];
  /** May start an incident. */
  readonly starters: readonly Anomaly[];
  readonly predictions: readonly Prediction[];
  readonly dataTrust: number;
  /** Resolved, dismissed or merged by a person: they neither grow nor reopen. */
  readonly closedByHand: ReadonlySet<IncidentId>;
  readonly usualP95Ms: (entity: EntityId) => number | undefined;
}

export interface CorrelationStep {
  /** New or changed, without causes and story. */
  readonly incidents: readonly Incident[];
  readonly activity: readonly { readonly incident: IncidentId; readonly activity: IncidentActivity }[];
  /** Members of each incident in `incidents`. */
  readonly membersOf: ReadonlyMap<IncidentId, readonly Anomaly[]>;
}

export interface Correlation {
  /** One closed minute after the other, in order. */
  step(input: CorrelationInput): CorrelationStep;
  snapshot(): Uint8Array;
}

export function createCorrelation(snapshot?: Uint8Array): Correlation {
  const groups = new Map<IncidentId, Group>();
  if (snapshot) for (const group of deserialize(snapshot) as Group[]) groups.set(group.id, group);

  return {
    step(input) {
      const nearness = nearnessOf(input.frame.topology, openNow(groups, input.anomalies));
      const minute = input.frame.minute;
      const touched = new Set<Group>();
      const activity: { incident: IncidentId; activity: IncidentActivity }[] = [];
      const note = (group: Group, kind: IncidentActivity['kind'], text: string): void => {
        touched.add(group);
        activity.push({ incident: group.id, activity: activityOf(minute, kind, text) });
      };
      closeByHand(groups, input.closedByHand);
      refreshMembers(groups, input.anomalies, minute, touched);
      for (const starter of byOnset(input.starters)) attachOrOpen(groups, starter, nearness, input, note);
      for (const anomaly of byOnset(input.anomalies)) attachContext(groups, anomaly, nearness, input, note);
      mergeRelated(groups, nearness, note);
      noteHarm(groups, input, touched);
      notePredictions(groups, input.predictions, nearness, touched);
      settle(groups, input, minute, note, touched);
      const incidents = [...touched].map((group) =>
        incidentOf(group, input.frame.topology.entities, input.dataTrust, minute),
      );
      const membersOf = new Map([...touched].map((group) => [group.id, [...group.members.values()]]));
      for (const group of [...groups.values()]) {
        const ended = group.resolvedAt ?? (group.state === 'merged' ? group.lastActive : undefined);
        if (ended !== undefined && minute - ended > FORGET_AFTER_MS) groups.delete(group.id);
      }
      return { incidents: incidents.sort((a, b) => (a.id < b.id ? -1 : 1)), activity, membersOf };
    },
    snapshot: () => serialize([...groups.values()]),
  };
}

/** Anomalies of the minute and what lasts in incidents that are open. */
function* openNow(groups: Map<IncidentId, Group>, anomalies: readonly Anomaly[]): Iterable<Anomaly> {
  yield* anomalies;
  for (const group of groups.values()) {
    if (group.state !== 'open') continue;
    for (const member of group.members.values()) if (member.end === undefined) yield member;
  }
}

type Note = (group: Group, kind: IncidentActivity['kind'], text: string) => void;

function byOnset(anomalies: readonly Anomaly[]): Anomaly[] {
  return [...anomalies].sort((a, b) => a.onset - b.onset || (a.id < b.id ? -1 : 1));
}

function closeByHand(groups: Map<IncidentId, Group>, closed: ReadonlySet<IncidentId>): void {
  for (const id of closed) groups.delete(id);
}

function refreshMembers(
  groups: Map<IncidentId, Group>,
  anomalies: readonly Anomaly[],
  minute: Timestamp,
  touched: Set<Group>,
): void {
  for (const group of groups.values()) {
    for (const anomaly of anomalies) {
      const before = group.members.get(anomaly.id);
      if (!before) continue;
      group.members.set(anomaly.id, anomaly);
      if (group.state === 'open' && anomaly.surprise > before.surprise) touched.add(group);
    }
    const active = [...group.members.values()].some((member) => member.end === undefined && keepsOpen(member));
    if (active && group.state === 'open') group.lastActive = minute;
  }
}

function isMember(groups: Map<IncidentId, Group>, anomaly: Anomaly): boolean {
  for (const group of groups.values()) if (group.members.has(anomaly.id)) return true;
  return false;
}

/** The open group that an anomaly fits best, when it fits one at all; ties go to the older group. */
function bestGroup(groups: Map<IncidentId, Group>, anomaly: Anomaly, nearness: Nearness): Group | undefined {
  let best: Group | undefined;
  let score = TOGETHER;
  for (const group of groups.values()) {
    if (group.state !== 'open' || isFull(group, anomaly.entity)) continue;
    const similarity = similarityToGroup(anomaly, group.members.values(), nearness);
    if (similarity > score || (similarity === score && best && group.startedAt < best.startedAt)) {
      best = group;
      score = similarity;
    }
  }
  return best;
}

function attachOrOpen(
  groups: Map<IncidentId, Group>,
  starter: Anomaly,
  nearness: Nearness,
  input: CorrelationInput,
  note: Note,
): void {
  if (isMember(groups, starter)) return;
  const minute = input.frame.minute;
  const entities = input.frame.topology.entities;
  const group = bestGroup(groups, starter, nearness);
  if (group) {
    join(group, starter, minute);
    note(group, 'grew', joinedText(starter, entities));
    return;
  }
  const again = reopenable(groups, starter, minute);
  if (again) {
    again.state = 'open';
    delete again.resolvedAt;
    again.reopened += 1;
    join(again, starter, minute);
    note(again, 'reopened', joinedText(starter, entities));
    return;
  }
  const id = hashId('inc_', starter.id) as IncidentId;
  const opened: Group = {
    id,
    startedAt: starter.onset,
    detectedAt: minute + MINUTE,
    state: 'open',
    lastActive: minute,
    reopened: 0,
    frozen: false,
    members: new Map([[starter.id, starter]]),
    suppressed: new Map(),
    predictions: [],
  };
  groups.set(id, opened);
  note(opened, 'opened', joinedText(starter, entities));
}

function join(group: Group, anomaly: Anomaly, minute: Timestamp): void {
  group.members.set(anomaly.id, anomaly);
  if (anomaly.end === undefined && keepsOpen(anomaly)) group.lastActive = minute;
}

function reopenable(groups: Map<IncidentId, Group>, starter: Anomaly, minute: Timestamp): Group | undefined {
  for (const group of groups.values()) {
    if (group.state !== 'resolved' || minute - group.resolvedAt! > REOPEN_WITHIN_MS) continue;
    for (const member of group.members.values()) {
      if (member.entity === starter.entity && member.kind === starter.kind) return group;
    }
  }
  return undefined;
}

/** What cannot start an incident may still belong to one. */
function attachContext(
  groups: Map<IncidentId, Group>,
  anomaly: Anomaly,
  nearness: Nearness,
  input: CorrelationInput,
  note: Note,
): void {
  if (anomaly.end !== undefined || isMember(groups, anomaly)) return;
  const group = bestGroup(groups, anomaly, nearness);
  if (!group || group.suppressed.has(anomaly.id)) return;
  if (anomaly.marks.includes('chronic'))
    group.suppressed.set(anomaly.id, 'unusual in more than a fifth of all hours: no sign of this incident');
  else if (anomaly.marks.includes('expected')) group.suppressed.set(anomaly.id, 'explained by a rollout or by load');
  else {
    join(group, anomaly, input.frame.minute);
    note(group, 'grew', joinedText(anomaly, input.frame.topology.entities));
  }
}

/** Two open groups of which an entity of one depends on an entity of the other, begun close together, are one. */
function mergeRelated(groups: Map<IncidentId, Group>, nearness: Nearness, note: Note): void {
  const open = [...groups.values()]
    .filter((group) => group.state === 'open')
    .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
  for (const [index, older] of open.entries()) {
    for (const younger of open.slice(index + 1)) {
      if (older.state !== 'open' || younger.state !== 'open') continue;
      const fits = [...younger.members.values()].some(
        (member) => similarityToGroup(member, older.members.values(), nearness) >= TOGETHER,
      );
      if (!fits || !related(older, younger, nearness)) continue;
      for (const [id, member] of younger.members) older.members.set(id, member);
      older.lastActive = Math.max(older.lastActive, younger.lastActive);
      younger.state = 'merged';
      younger.mergedInto = older.id;
      note(younger, 'merged', `merged into ${older.id}`);
      note(older, 'merged', `took over ${younger.id}`);
    }
  }
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

function noteHarm(groups: Map<IncidentId, Group>, input: CorrelationInput, touched: Set<Group>): void {
  const share = harmedShare(input.frame.spans, input.usualP95Ms);
  if (share === undefined) return;
  for (const group of groups.values()) {
    const userFacing = [...group.members.values()].some((member) => member.marks.includes('user-facing'));
    if (group.state !== 'open' || !userFacing || share <= (group.requestShare ?? 0)) continue;
    group.requestShare = share;
    touched.add(group);
  }
}

function notePredictions(
  groups: Map<IncidentId, Group>,
  predictions: readonly Prediction[],
  nearness: Nearness,
  touched: Set<Group>,
): void {
  for (const prediction of predictions) {
    const shown = prediction.state === 'active' || prediction.state === 'shadow' || prediction.outcome === 'hit';
    if (!shown) continue;
    for (const group of groups.values()) {
      const before =
        prediction.issuedAt < group.detectedAt && group.startedAt - prediction.issuedAt < FORETOLD_WITHIN_MS;
      if (group.state !== 'open' || !before || group.predictions.includes(prediction.id)) continue;
      const touches = [...group.members.values()].some(
        (member) => member.entity === prediction.entity || nearness.dependsOn(member.entity, prediction.entity),
      );
      if (!touches) continue;
      group.predictions.push(prediction.id);
      touched.add(group);
    }
  }
}

function settle(
  groups: Map<IncidentId, Group>,
  input: CorrelationInput,
  minute: Timestamp,
  note: Note,
  touched: Set<Group>,
): void {
  for (const group of groups.values()) {
    if (group.state !== 'open') continue;
    const frozen = input.dataTrust < DATA_TRUST_FLOOR;
    if (frozen !== group.frozen) {
      group.frozen = frozen;
      touched.add(group);
    }
    if (frozen || minute - group.lastActive < QUIET_BEFORE_RESOLVED_MS) continue;
    group.state = 'resolved';
    group.resolvedAt = minute;
    note(group, 'resolved', 'everything has been back in its usual range for 15 minutes');
  }
}
