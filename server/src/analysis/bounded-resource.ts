import type { EntityId } from '@foreshock/model/entity.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

/** One minute of something that fills up: memory against its limit, a disk, a connection pool, a queue against its bound. */
export interface BoundedSample {
  /** The series of the value; the limit may come from another one. */
  readonly series: SeriesId;
  readonly entity: EntityId;
  /** Pod, volume or pool that it belongs to, empty when the entity says all. */
  readonly instance: string;
  /** Metric name of the value. */
  readonly measure: string;
  readonly unit: string;
  /** At the end of the minute, in `unit`. */
  readonly value: number;
  /** Above zero, in the unit of the value. */
  readonly limit: number;
}

/** A date that is known in advance: the end of a certificate. */
export interface Deadline {
  readonly series: SeriesId;
  readonly entity: EntityId;
  readonly instance: string;
  readonly measure: string;
  readonly at: Timestamp;
}
