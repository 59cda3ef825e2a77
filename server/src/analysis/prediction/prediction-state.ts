import { deserialize, serialize } from 'node:v8';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { DeadlineState } from './failure-predictors/deadline.ts';
import { createLabelState, type LabelState } from './label-failures.ts';
import { createLearntState, type LearntState } from './learnt-record.ts';
import type { PendingForecasts } from './mature-forecasts.ts';
import type { OpenCall } from './resolve-predictions.ts';
import { createResourceState, type ResourceState } from './track-resources.ts';
import type { TrafficState } from './traffic-history.ts';

/** A snapshot of another layout is not read: the engine then learns again from the stored history. */
const LAYOUT = 1;

/** All that the engine remembers. Plain maps, lists and typed arrays. */
export interface PredictionState {
  readonly layout: number;
  readonly resources: ResourceState;
  readonly labels: LabelState;
  readonly deadlines: DeadlineState;
  readonly traffic: TrafficState;
  readonly learnt: LearntState;
  calls: OpenCall[];
  readonly pending: PendingForecasts;
  /** By entity and failure. */
  readonly lastSeen: Map<string, Timestamp>;
  readonly actedAt: Map<string, Timestamp>;
  /** Sequence of the next ledger entry. */
  sequence: number;
}

export function createPredictionState(firstSequence: number): PredictionState {
  return {
    layout: LAYOUT,
    resources: createResourceState(),
    labels: createLabelState(),
    deadlines: new Map(),
    traffic: new Map(),
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
  return state.layout === LAYOUT ? state : undefined;
}
