import type { AttributeColumns } from './attributes.ts';
import type { ResourceScope } from './resource.ts';

export const metricTypes = ['gauge', 'sum', 'histogram', 'exponential-histogram', 'summary'] as const;
export type MetricType = (typeof metricTypes)[number];
/** Index = the number in OTLP. */
export const temporalities = ['unspecified', 'delta', 'cumulative'] as const;
export type Temporality = (typeof temporalities)[number];

/** What all points of one metric in one resource and scope share. */
export interface Metric {
  readonly name: string;
  readonly description: string;
  /** UCUM. */
  readonly unit: string;
  readonly type: MetricType;
  readonly temporality: Temporality;
  readonly monotonic: boolean;
  /** Index into `sources`. */
  readonly source: number;
}

/** Counts by bound of one histogram point: `counts.length === bounds.length + 1`; the last bucket is open. */
export interface Buckets {
  readonly bounds: Float64Array;
  readonly counts: Float64Array;
}

/** One request's metric points as columns, every array `count` long. Owned by one step at a time. */
export interface PointColumns {
  readonly signal: 'metrics';
  readonly count: number;
  readonly metric: Uint32Array;
  readonly metrics: readonly Metric[];
  readonly timeUnixNano: BigUint64Array;
  readonly startTimeUnixNano: BigUint64Array;
  /** Gauge and sum: the value. Histograms and summaries: the sum of their observations, NaN when not sent. */
  readonly value: Float64Array;
  /** Gauge and sum: 1. Histograms and summaries: the number of observations. */
  readonly observations: Float64Array;
  /** 1 where the point says "no recorded value" (flag bit 0). */
  readonly absent: Uint8Array;
  /** Histograms (exponential ones with their bounds worked out) and summaries (quantile values as bounds); else undefined. */
  readonly buckets: readonly (Buckets | undefined)[];
  /** Exemplars as JSON text per point that has some, shape as in OTLP/JSON. */
  readonly exemplars: ReadonlyMap<number, string>;
  readonly attributes: AttributeColumns;
  readonly sources: readonly ResourceScope[];
}
