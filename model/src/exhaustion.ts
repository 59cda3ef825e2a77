import type { EntityId } from './entity.ts';
import type { DurationMs, Timestamp } from './time.ts';

/** A bounded resource and when it fills up: listed from the first day, whether or not a prediction is issued. */
export interface Exhaustion {
  readonly series: string;
  readonly entity: EntityId;
  readonly measure: string;
  readonly unit: string;
  /** Pod, volume or pool that it belongs to, empty when the entity says all. */
  readonly instance: string;
  readonly current: number;
  readonly limit: number;
  /** Median time until the limit; absent when there is no trend. */
  readonly fullIn?: DurationMs;
  /** P(full within 4 h), when known. */
  readonly probability?: number;
  readonly updatedAt: Timestamp;
}
