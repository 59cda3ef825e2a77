import type { EntityId } from './entity.ts';
import type { MetricType, Temporality } from './point-columns.ts';

/** `ser_` and 13 characters of the hash of entity, metric and attributes. */
export type SeriesId = string & { readonly series: unique symbol };

/** One measure of one entity. */
export interface Series {
  readonly id: SeriesId;
  readonly entity: EntityId;
  readonly metric: string;
  readonly unit: string;
  readonly type: MetricType;
  readonly temporality: Temporality;
  readonly monotonic: boolean;
  /** Point attributes, and of the resource what tells instances apart: pod, container, node, volume. */
  readonly attributes: Readonly<Record<string, string>>;
}
