import type { DataTrust } from '@foreshock/model/data-trust.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { SpanRollup } from '@foreshock/model/rollup.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { BoundedSample } from '../bounded-resource.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import type { PredictionEngine } from './predict-incidents.ts';
import type { PredictionInput, PredictionStep } from './prediction-input.ts';

/** Frames and inputs for tests, by minute number. The engine must not import this file. */

/** Midnight of a day: minute 0 of every test. */
export const START: Timestamp = Date.UTC(2026, 0, 5);

export function entity(name: string): EntityId {
  return `ent_${name}` as EntityId;
}

export function frameAt(minute: number, parts: Partial<MinuteFrame> = {}): MinuteFrame {
  return {
    minute: START + minute * MINUTE,
    metrics: [],
    spans: [],
    templates: [],
    events: [],
    changes: [],
    topology: { entities: new Map(), relations: [] },
    seriesById: new Map(),
    templateById: new Map(),
    ...parts,
  };
}

export function sampleOf(name: string, share: number, measure = 'db.client.connection.usage'): BoundedSample {
  return {
    series: `ser_${name}` as SeriesId,
    entity: entity(name),
    instance: '',
    measure,
    unit: '{connection}',
    value: share * 100,
    limit: 100,
  };
}

export function requestsOf(name: string, minute: number, count: number, errors = 0): SpanRollup {
  return {
    minute: START + minute * MINUTE,
    entity: entity(name),
    operation: 'GET /',
    side: 'server',
    peer: '',
    count,
    errors,
    sampled: count,
    sampledErrors: errors,
    durationSumMs: count * 20,
    bins: new Map(),
  };
}

export function trustOf(share: number, minute: number): DataTrust {
  return { time: START + minute * MINUTE, share, silent: [], reporting: 1, expected: 1 };
}

export function inputAt(minute: number, parts: Partial<PredictionInput> = {}): PredictionInput {
  return {
    frame: frameAt(minute),
    bounded: [],
    deadlines: [],
    open: [],
    dataTrust: trustOf(1, minute),
    now: START + (minute + 1) * MINUTE,
    ...parts,
  };
}

export interface Run {
  readonly steps: readonly PredictionStep[];
  /** Every revision, in order. */
  readonly revisions: readonly Prediction[];
}

/** Runs an engine over minutes `from` to `to`, the end left out. */
export function runMinutes(
  engine: PredictionEngine,
  from: number,
  to: number,
  inputOf: (minute: number) => PredictionInput,
): Run {
  const steps: PredictionStep[] = [];
  for (let minute = from; minute < to; minute += 1) steps.push(engine.step(inputOf(minute)));
  return { steps, revisions: steps.flatMap((step) => step.predictions) };
}
