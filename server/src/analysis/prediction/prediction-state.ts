import { deserialize, serialize } from 'node:v8';
import { DAY, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { DeadlineState } from './failure-predictors/deadline.ts';
import { createShadowHazard, type ShadowHazard } from './hazard/shadow-hazard.ts';
import { createLabelState, type LabelState } from './label-failures.ts';
import { createLearntState, type LearntState } from './learnt-record.ts';
import type { PendingForecasts } from './mature-forecasts.ts';
import { createPrecursors, type Precursors } from './precursors/precursors.ts';
import { createRecurringFailures, type RecurringFailures } from './recurrence/recurring-failures.ts';
import type { OpenCall } from './resolve-predictions.ts';
import type { Told } from './told-calls.ts';
import { createResourceState, type ResourceState } from './track-resources.ts';
import type { TrafficState } from './traffic-history.ts';
import { createShadowTrees, type ShadowTrees } from './trees/shadow-trees.ts';

/** A snapshot of another layout is not read: the engine then learns again from the stored history. */
const LAYOUT = 4;

/** All that the engine remembers. Plain maps, lists and typed arrays. */
export interface PredictionState {
  readonly layout: number;
  readonly resources: ResourceState;
  readonly labels: LabelState;
  readonly deadlines: DeadlineState;
  readonly traffic: TrafficState;
  readonly recurring: RecurringFailures;
  readonly precursors: Precursors;
  readonly hazard: ShadowHazard;
  readonly trees: ShadowTrees;
  readonly learnt: LearntState;
  calls: OpenCall[];
  readonly pending: PendingForecasts;
  /** By entity and failure. */
  readonly lastSeen: Map<string, Timestamp>;
  readonly actedAt: Map<string, Timestamp>;
  /** Sequence of the next ledger entry. */
  sequence: number;
  /** When somebody was told, in the span of a budget. Absent in snapshots of older versions. */
  pages?: Timestamp[];
  /** The newest minute in which a fault was made on purpose. Absent until there was one. */
  drilledAt?: Timestamp;
  /** What people said became of calls. Absent until somebody says something. */
  told?: Told;
}

export function createPredictionState(firstSequence: number): PredictionState {
  return {
    layout: LAYOUT,
    resources: createResourceState(),
    labels: createLabelState(),
    deadlines: new Map(),
    traffic: new Map(),
    recurring: createRecurringFailures(),
    precursors: createPrecursors(),
    hazard: createShadowHazard(),
    trees: createShadowTrees(),
    learnt: createLearntState(),
    calls: [],
    pending: new Map(),
    lastSeen: new Map(),
    actedAt: new Map(),
    sequence: firstSequence,
  };
}

/** The structured clone format of V8: it keeps typed arrays, maps, and the order of both. */
export function saveState(state: PredictionState): Uint8Array {
  return serialize(state);
}

/** `undefined` when the bytes are of another layout. */
export function restoreState(bytes: Uint8Array): PredictionState | undefined {
  // The bytes come from `saveState` alone; the layout number says whether of this version.
  const state = deserialize(bytes) as PredictionState;
  // What an older release did not know yet begins anew.
  if (state.layout !== LAYOUT) return undefined;
  return { ...createPredictionState(state.sequence), ...state };
}

/** Longer than any horizon: what was silent for as long is gone, and no open forecast asks about it. */
const GONE_AFTER = 4 * DAY;

/** Drops what is kept about entities that are gone. Asked once an hour. */
export function forgetGone(state: PredictionState, now: Timestamp): void {
  dropBefore(state.lastSeen, now - GONE_AFTER);
  dropBefore(state.actedAt, now - GONE_AFTER);
  dropBefore(state.labels.status.unhealthy, now - GONE_AFTER);
  for (const [entity, { last }] of state.traffic) if (now - last * MINUTE > GONE_AFTER) state.traffic.delete(entity);
  for (const [series, { at }] of state.deadlines) if (now - at > GONE_AFTER) state.deadlines.delete(series);
}

function dropBefore<Key>(times: Map<Key, Timestamp>, limit: Timestamp): void {
  for (const [key, time] of times) if (time < limit) times.delete(key);
}
