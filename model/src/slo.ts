import type { EntityId } from './entity.ts';
import type { DurationMs, Timestamp } from './time.ts';

/** `slo_` and 13 characters of a hash. */
export type SloId = string & { readonly slo: unique symbol };

/** `availability`: requests without an error. `latency`: requests that are answered within a threshold. */
export const sloObjectives = ['availability', 'latency'] as const;
export type SloObjective = (typeof sloObjectives)[number];

/** The week of a team, four of them, and the month of a contract. */
export const sloWindowDays = [7, 28, 30] as const;
export type SloWindowDays = (typeof sloWindowDays)[number];

/** What a service promises of its requests over a rolling window. */
export interface Slo {
  readonly id: SloId;
  /** Grows with each change; a change names the one that it was based on. */
  readonly version: number;
  readonly name: string;
  readonly entity: EntityId;
  readonly objective: SloObjective;
  /** Of all operations where it is absent. */
  readonly operation?: string;
  /** Of latency: slower requests are bad. */
  readonly thresholdMs?: DurationMs;
  /** Share of good requests, 0.5 to 0.99999. */
  readonly target: number;
  readonly windowDays: SloWindowDays;
  readonly changedAt: Timestamp;
  readonly changedBy: string;
}

/** What burn is worked out from: a promise that has no name yet can be tried out. */
export type SloPromise = Pick<Slo, 'entity' | 'objective' | 'operation' | 'thresholdMs' | 'target' | 'windowDays'>;

/** Which requests it is about, as the store is asked. */
export function servedBy({
  entity,
  operation,
  thresholdMs,
}: SloPromise): Pick<SloPromise, 'entity' | 'operation' | 'thresholdMs'> {
  return {
    entity,
    ...(operation !== undefined && { operation }),
    ...(thresholdMs !== undefined && { thresholdMs }),
  };
}
