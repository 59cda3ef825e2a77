import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { BoundedSample, Deadline } from '../bounded-resource.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import { capacityConditions } from './failure-conditions/capacity-conditions.ts';
import type { Condition } from './failure-conditions/condition.ts';
import { eventConditions, type SpokenEvents } from './failure-conditions/event-conditions.ts';
import { type Objectives, type RequestState, requestConditions } from './failure-conditions/request-conditions.ts';
import { createStatusState, type StatusState, statusConditions } from './failure-conditions/status-conditions.ts';
import { pairKey } from './pair-key.ts';

/**
 * Which failures began and ended in a minute, from what the cluster and its software report; no human is asked.
 * In: a frame and its bounded resources. Out: onsets and ends. It must never read an alert of ours.
 */

/** A failure is over when its condition was false for ten minutes; shorter gaps are bridged. */
const OVER_AFTER = 10 * MINUTE;
/** A rollout or scaling explains missing replicas for this long. */
const PLANNED_FOR = 10 * MINUTE;
const EXPLAINED_BY_PLANS: readonly Failure[] = ['unready', 'availability_loss', 'traffic_loss'];
/** A drained or cordoned node is not a failed one. */
const DRAIN_REASONS: readonly string[] = ['NodeNotSchedulable', 'Drain', 'Draining'];
const DRAIN_EXPLAINS: readonly Failure[] = ['node_not_ready', 'evicted'];

export interface FailureOnset {
  readonly entity: EntityId;
  readonly failure: Failure;
  /** When its condition had lasted long enough. */
  readonly onset: Timestamp;
  /** When its condition had begun. */
  readonly since: Timestamp;
  /** Pod or object, empty when the entity says all. */
  readonly object: string;
}

export interface FailureLabels {
  readonly onsets: readonly FailureOnset[];
  readonly ends: readonly { readonly entity: EntityId; readonly failure: Failure; readonly end: Timestamp }[];
}

/** Plain data, so that it can be kept. */
export interface LabelState {
  readonly spoken: SpokenEvents;
  readonly status: StatusState;
  readonly requests: RequestState;
  /** Conditions that are true, by entity, failure and object: since when. */
  readonly lasting: Map<string, { readonly since: Timestamp; seen: Timestamp }>;
  /** Failures that are going on, by entity and failure. */
  readonly open: Map<string, { readonly entity: EntityId; readonly failure: Failure; seen: Timestamp }>;
  readonly planned: Map<EntityId, Timestamp>;
}

export function createLabelState(): LabelState {
  return {
    spoken: new Map(),
    status: createStatusState(),
    requests: new Map(),
    lasting: new Map(),
    open: new Map(),
    planned: new Map(),
  };
}

export interface LabelInput {
  readonly frame: MinuteFrame;
  readonly bounded: readonly BoundedSample[];
  readonly deadlines: readonly Deadline[];
  readonly objectives: Objectives;
}

export function labelFailures(state: LabelState, input: LabelInput): FailureLabels {
  const { frame } = input;
  const { minute } = frame;
  rememberPlans(state, frame);
  const conditions = [
    ...eventConditions(state.spoken, frame),
    ...statusConditions(state.status, frame),
    ...capacityConditions(frame, input.bounded, input.deadlines),
    ...requestConditions(state.requests, frame, input.objectives),
  ];
  const onsets: FailureOnset[] = [];
  for (const condition of conditions) {
    const { entity, failure, object } = condition;
    if (isPlanned(state, condition, minute)) continue;
    const lastKey = `${pairKey(entity, failure)}\u001f${object}`;
    const lasting = state.lasting.get(lastKey) ?? { since: minute, seen: minute };
    lasting.seen = minute;
    state.lasting.set(lastKey, lasting);
    const open = state.open.get(pairKey(entity, failure));
    if (open) open.seen = minute;
    if (open || minute - lasting.since < condition.hold * MINUTE) continue;
    state.open.set(pairKey(entity, failure), { entity, failure, seen: minute });
    onsets.push({ entity, failure, onset: minute, since: lasting.since, object });
  }
  for (const [key, lasting] of state.lasting) if (lasting.seen !== minute) state.lasting.delete(key);
  return { onsets, ends: endFailures(state, minute) };
}

/** Whether the entity already has the failure: then it cannot be foretold. */
export function hasFailure(state: LabelState, entity: EntityId, failure: Failure): boolean {
  return state.open.has(pairKey(entity, failure));
}

/** Every failure that is going on, by entity. */
export function failuresOf(state: LabelState): Map<EntityId, Failure[]> {
  const groups = new Map<EntityId, Failure[]>();
  for (const { entity, failure } of state.open.values()) {
    const group = groups.get(entity);
    if (group) group.push(failure);
    else groups.set(entity, [failure]);
  }
  return groups;
}

function rememberPlans(state: LabelState, frame: MinuteFrame): void {
  for (const { kind, entity } of frame.changes) {
    if (kind === 'deploy' || kind === 'scale') state.planned.set(entity, frame.minute);
  }
  for (const { reason, entity } of frame.events) {
    if (DRAIN_REASONS.includes(reason)) state.planned.set(entity, frame.minute);
  }
  for (const [entity, time] of state.planned) if (frame.minute - time >= PLANNED_FOR) state.planned.delete(entity);
}

function isPlanned(state: LabelState, { entity, failure }: Condition, minute: Timestamp): boolean {
  const plan = state.planned.get(entity);
  if (plan === undefined || minute - plan >= PLANNED_FOR) return false;
  return EXPLAINED_BY_PLANS.includes(failure) || DRAIN_EXPLAINS.includes(failure);
}

function endFailures(state: LabelState, minute: Timestamp): FailureLabels['ends'] {
  const ends: { entity: EntityId; failure: Failure; end: Timestamp }[] = [];
  for (const [key, { entity, failure, seen }] of state.open) {
    if (minute - seen < OVER_AFTER) continue;
    state.open.delete(key);
    ends.push({ entity, failure, end: seen + MINUTE });
  }
  return ends;
}
