import type { Anomaly, MeasureKind } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { type ToldNoise, weightAsTold } from '@foreshock/model/told-noise.ts';

/** Where the value can be asked again; the range is added when the anomaly is known. */
export type ReadingSource =
  | { readonly kind: 'series'; readonly series: string }
  | { readonly kind: 'spans'; readonly operation?: string }
  | { readonly kind: 'template'; readonly template: string }
  | { readonly kind: 'events' };

/** One signal of one entity in one minute, outside what is usual. What every detector gives and `combine.ts` takes. */
export interface Reading {
  readonly entity: EntityId;
  readonly signal: Anomaly['signal'];
  readonly kind: MeasureKind;
  readonly measure: string;
  /** Of an edge the other end. */
  readonly peer?: EntityId;
  /** -log10 p, 0 to 12. */
  readonly surprise: number;
  readonly rank: number;
  readonly direction: Anomaly['direction'];
  readonly observed: number;
  readonly expected: number;
  readonly unit: string;
  readonly source: ReadingSource;
  /** How much the signal counts within its entity: 3 what users feel, 2 saturation, 1 all else. */
  readonly weight: number;
  /** Requests served, their errors and latency: enough alone to start an incident. */
  readonly isServiceLevel: boolean;
  /** In the direction that harms. */
  readonly isHarm: boolean;
  /** Persistence lies in the measurement itself: opens at once. */
  readonly isSettled: boolean;
  /** Comes with every rollout: expected within minutes of a change. */
  readonly isRolloutNoise: boolean;
  /** The cluster says so. */
  readonly isHard: boolean;
  /** People set it as an objective: enough to start an incident, as a fact is. */
  readonly isObjective?: boolean;
  readonly marks: Anomaly['marks'];
  /** Where the change began, when better known than the first minute outside. */
  readonly onset?: Timestamp;
}

/** 1, or less for what people called noise. */
export function weightOfReading(reading: Reading, toldNoise: ReadonlyMap<string, ToldNoise>): number {
  if (toldNoise.size === 0) return 1;
  const { source, ...seen } = reading;
  return weightAsTold(source.kind === 'template' ? { ...seen, template: source.template } : seen, toldNoise);
}

/** What a detector found in a minute. */
export interface DetectorStep {
  readonly readings: readonly Reading[];
  /** Of each entity the weight of all signals that were judged, quiet ones included. */
  readonly judged: ReadonlyMap<EntityId, number>;
}

/** Less surprise than this is not told: it is one minute in twenty. */
export const LEAST_SURPRISE = 1.30103;

export const MAX_SURPRISE = 12;

/** -log10 p within [0, 12]. */
export function surpriseOf(p: number): number {
  return p <= 1e-12 ? MAX_SURPRISE : Math.max(0, -Math.log10(p));
}

export function addWeight(judged: Map<EntityId, number>, entity: EntityId, weight: number): void {
  judged.set(entity, (judged.get(entity) ?? 0) + weight);
}
