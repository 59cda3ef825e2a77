import type { EntityId } from './entity.ts';
import type { EvidenceQuery } from './evidence.ts';
import type { Timestamp } from './time.ts';

/** `ano_` and 13 characters of the hash of entity, signal, kind, measure and onset: a replay gives equal ids. */
export type AnomalyId = string & { readonly anomaly: unique symbol };

/** What was measured, which decides whether it fits a symptom. */
export type MeasureKind =
  | 'traffic'
  | 'errors'
  | 'latency'
  | 'saturation'
  | 'queue'
  | 'restarts'
  | 'logs'
  | 'missing-data'
  | 'state'
  | 'other';

/** One series or template of one entity outside its baseline, from onset to end. */
export interface Anomaly {
  readonly id: AnomalyId;
  readonly entity: EntityId;
  readonly signal: 'metrics' | 'logs' | 'traces' | 'events';
  readonly kind: MeasureKind;
  /** Metric name, operation, template text or event reason. */
  readonly measure: string;
  /** Of an edge the other end: the callee whose calls failed, slowed down or stopped. */
  readonly peer?: EntityId;
  readonly onset: Timestamp;
  /** Absent while open. */
  readonly end?: Timestamp;
  readonly lastSeen: Timestamp;
  /** Smallest tail probability so far. */
  readonly p: number;
  /** -log10 p, 0 to 12. */
  readonly surprise: number;
  /** Severity for ordering only; not a probability. */
  readonly rank: number;
  readonly direction: 'up' | 'down' | 'new' | 'gone';
  /** At the most surprising minute. */
  readonly observed: number;
  readonly expected: number;
  readonly unit: string;
  readonly query: EvidenceQuery;
  /** A fact that the cluster reports; needs no statistics. */
  readonly hard: boolean;
  /**
   * `chronic`: in > 20 % of hours for 7 days. `expected`: rollout or load explains it. Neither starts an incident.
   * `told-noise`: people called it noise, so it weighs less in starting one.
   */
  readonly marks: readonly ('chronic' | 'expected' | 'level-shift' | 'told-noise' | 'user-facing')[];
}
