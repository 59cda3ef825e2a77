import type { EntityId } from './entity.ts';
import type { Failure } from './failure.ts';
import type { DurationMs, TimeRange, Timestamp } from './time.ts';

/** `ev_` and 13 characters. */
export type EvidenceId = string & { readonly evidence: unique symbol };

/** The query that yields the fact again. */
export type EvidenceQuery =
  | { readonly kind: 'series'; readonly series: string; readonly range: TimeRange }
  | { readonly kind: 'spans'; readonly entity: EntityId; readonly operation?: string; readonly range: TimeRange }
  | { readonly kind: 'template'; readonly template: string; readonly entity: EntityId; readonly range: TimeRange }
  | { readonly kind: 'events'; readonly entity: EntityId; readonly range: TimeRange }
  | { readonly kind: 'changes'; readonly entity: EntityId; readonly range: TimeRange };

/** How often a sign came before a failure: mined from what happened, never told by a person. */
export interface Precedes {
  readonly failure: Failure;
  /** Failures that it preceded, of all `onsets` where it is seen. */
  readonly support: number;
  readonly onsets: number;
  /** How often it was seen while the failure could have come. */
  readonly times: number;
  /** Median from the sign to the onset. */
  readonly lead: DurationMs;
}

/** A stored fact. Immutable. */
export interface Evidence {
  readonly id: EvidenceId;
  readonly entity: EntityId;
  readonly kind: 'metric' | 'log' | 'trace' | 'event' | 'change' | 'forecast';
  /** Metric name, operation, template text or event reason. */
  readonly measure: string;
  readonly onset: Timestamp;
  readonly window: TimeRange;
  readonly observed: number | undefined;
  readonly expected: number | undefined;
  readonly unit: string;
  readonly direction: 'up' | 'down' | 'new' | 'gone' | 'none';
  /** -log10 p, 0 to 12. */
  readonly surprise: number;
  readonly stance: 'for' | 'against' | 'context';
  /** Step in log odds that this fact gave, where it moved a prediction. */
  readonly contribution?: number;
  /** Of a precursor: what it came before, and how often. */
  readonly precedes?: Precedes;
  readonly query: EvidenceQuery;
}

/** A short history of values for a sparkline. `undefined` where no data was. */
export interface Sparkline {
  readonly from: Timestamp;
  readonly step: DurationMs;
  readonly values: readonly (number | undefined)[];
}
