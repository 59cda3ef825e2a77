// Which anomalies are one story. In come the anomalies of a closed minute, out go incidents that opened, grew, resolved
// or merged. It never drops an anomaly: what does not count is listed with the reason.
import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import { DATA_TRUST_FLOOR } from '@foreshock/model/data-trust.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident, IncidentActivity, IncidentId } from '@foreshock/model/incident.ts';
import type { IncidentClosure } from '@foreshock/model/incident-closure.ts';
import type { IncidentCrowd } from '@foreshock/model/incident-crowd.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { type DurationMs, formatDuration, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import { attachContext, attachStarter, type Surroundings } from './attach-anomaly.ts';
import { createClimbingHarm } from './climbing-harm.ts';
import { forgetClosed, keepState, membersAround, type Note, restoreState } from './correlation-state.ts';
import { incidentOf } from './describe-incident.ts';
import { learnDaily } from './finding-links.ts';
import { activityOf, type Group } from './group.ts';
import { createGroupIndex } from './group-index.ts';
import { createSimilarityToGroup } from './group-similarity.ts';
import { isAbsence, keepsOpen } from './harm.ts';
import { type Heard, heardIn, isHeard } from './heard.ts';
import { crowdOf, forgetWaiting } from './make-room.ts';
import { mergeRelated } from './merge-groups.ts';
import { noteBurn } from './note-burn.ts';
import { harmedShare } from './request-harm.ts';
import { type Nearness, nearnessOf } from './topology-distance.ts';
import { createTraitsReader } from './traits.ts';

/** No harm for this long: it is over. */
const QUIET_BEFORE_RESOLVED_MS = 15 * MINUTE;
/** That nothing comes keeps an incident open for this long: then there is nothing left to judge. */
const ABSENCE_HOLDS_MS = HOUR;
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
  /** Those of the starters that say where something began, and not only where it is felt. */
  readonly accusations: ReadonlySet<AnomalyId>;
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
  readonly crowd: IncidentCrowd;
  /** Of every incident that is not forgotten, merged ones left out: the last minute in which a member was outside its baseline. */
  readonly lastActive: ReadonlyMap<IncidentId, Timestamp>;
}

export interface Correlation {
  /** One closed minute after the other, in order. */
  step(input: CorrelationInput): CorrelationStep;
  snapshot(): Uint8Array;
}

export interface CorrelationOptions {
  /** How often the detectors look that the anomalies come from: no onset is known better than that. */
  readonly detectorPeriodMs: number;
}

export function createCorrelation({ detectorPeriodMs }: CorrelationOptions, snapshot?: Uint8Array): Correlation {
  const state = restoreState(snapshot);
  const { groups } = state;

  return {
    step(input) {
      const nearness = nearnessOf(input.frame.topology, openNow(groups, input.anomalies));
      const minute = input.frame.minute;
      const touched = new Set<Group>();
      const activity: { incident: IncidentId; activity: IncidentActivity }[] = [];
      const note: Note = (group, kind, text) => {
        touched.add(group);
        activity.push({ incident: group.id, activity: activityOf(minute, kind, text) });
      };
      closeByHand(groups, input.closedByHand);
      refreshMembers(groups, input.anomalies, minute, touched);
      forgetClosed(state);
      learnDaily(state.links, input.frame.topology, minute);
      const traitsOf = createTraitsReader();
      const around: Surroundings = {
        frame: input.frame,
        nearness,
        index: createGroupIndex(groups.values(), traitsOf),
        traitsOf,
        similarityToGroup: createSimilarityToGroup(nearness, state.links),
        climbing: createClimbingHarm(nearness, (near) => membersAround(state, near)),
        note,
        detectorPeriodMs,
        isAccusation: ({ id }) => input.accusations.has(id),
      };
      for (const starter of byOnset(input.starters)) attachStarter(state, starter, around);
      forgetWaiting(state, input.starters);
      for (const anomaly of byOnset(input.anomalies)) attachContext(anomaly, around);
      mergeRelated(state, around);
      noteHarm(groups, input, touched);
      noteBurn(groups, input.frame, touched);
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
      const lastActive = new Map(
        [...groups.values()]
          .filter((group) => group.state !== 'merged')
          .map((group): [IncidentId, Timestamp] => [group.id, group.lastActive]),
      );
      return {
        incidents: incidents.sort((a, b) => (a.id < b.id ? -1 : 1)),
        activity,
        membersOf,
        crowd: crowdOf(state),
        lastActive,
      };
    },
    snapshot: () => keepState(state),
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
  const now = new Map(anomalies.map((anomaly) => [anomaly.id, anomaly]));
  for (const group of groups.values()) {
    for (const [id, before] of group.members) {
      const anomaly = now.get(id);
      if (!anomaly) continue;
      group.members.set(id, anomaly);
      if (group.state === 'open' && anomaly.surprise > before.surprise) touched.add(group);
    }
    const active = [...group.members.values()].some(
      (member) => member.end === undefined && keepsOpen(member) && !isUsedUp(member, minute),
    );
    if (active && group.state === 'open') group.lastActive = minute;
  }
}

function isUsedUp(member: Anomaly, minute: Timestamp): boolean {
  return isAbsence(member) && minute - member.onset >= ABSENCE_HOLDS_MS;
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
  let heard: Heard | undefined;
  for (const group of groups.values()) {
    if (group.state !== 'open') continue;
    heard ??= heardIn(input.frame);
    if (isHeard(group, heard)) group.lastHeard = minute;
    const frozen = input.dataTrust < DATA_TRUST_FLOOR;
    if (frozen !== group.frozen) {
      group.frozen = frozen;
      touched.add(group);
    }
    if (frozen || minute - group.lastActive < QUIET_BEFORE_RESOLVED_MS) continue;
    group.state = 'resolved';
    group.resolvedAt = minute;
    const unheard = minute - (group.lastHeard ?? group.startedAt);
    group.closure = unheard < QUIET_BEFORE_RESOLVED_MS ? 'all-clear' : 'unheard';
    note(group, 'resolved', closingText(group.closure, unheard));
  }
}

/** Nobody says that all is well where there was nothing to see it by. */
function closingText(closure: IncidentClosure, unheard: DurationMs): string {
  return closure === 'all-clear'
    ? 'everything has been back in its usual range for 15 minutes'
    : `nothing has come from what was hurt for ${formatDuration(unheard)}: closed without an all-clear`;
}
