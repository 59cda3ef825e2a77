import type { EntityId } from './entity.ts';
import type { Series, SeriesId } from './series.ts';
import type { TemplateId } from './template.ts';
import type { Timestamp } from './time.ts';

/**
 * Rollup rows are partial sums of one batch: two rows of equal key add up in any order, so nothing is carried
 * across a restart. What the store gives back is one row per key, added up.
 */

/** Counts by logarithmic bin, relative accuracy 2 %; see `latency-bins.ts`. Keys are bin indices. */
export type LatencyBins = ReadonlyMap<number, number>;

/** One minute of one series. `last` is the value with the latest time stamp. */
export interface MetricRollup {
  readonly minute: Timestamp;
  readonly series: SeriesId;
  /** Points. */
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  readonly lastTime: Timestamp;
  /** Observations in histograms and summaries (last where cumulative); 0 for gauges and sums. */
  readonly observations: number;
  /** Of delta histograms; empty otherwise. Milliseconds when the unit is a time, else the unit. */
  readonly bins: LatencyBins;
}

/**
 * One minute of one operation of one entity. `side` server: spans of kind server or consumer at `entity`, `peer` the
 * caller when known. `side` client: spans of kind client or producer at `entity`, `peer` the callee.
 */
export interface SpanRollup {
  readonly minute: Timestamp;
  readonly entity: EntityId;
  readonly operation: string;
  readonly side: 'server' | 'client';
  /** Empty when unknown. */
  readonly peer: EntityId | '';
  /** Sampled spans weighted by 1 / sampling probability. */
  readonly count: number;
  readonly errors: number;
  /** Spans that were really sent, and failed ones among them: what a test of significance must count. */
  readonly sampled: number;
  readonly sampledErrors: number;
  readonly durationSumMs: number;
  readonly bins: LatencyBins;
}

/** One minute of one template of one entity. */
export interface TemplateCount {
  readonly minute: Timestamp;
  readonly entity: EntityId;
  readonly template: TemplateId;
  readonly severityNumber: number;
  readonly count: number;
}

/** All rollups of a batch, or of a range of minutes as read back; `series` describes every series named in `metrics`. */
export interface Rollups {
  readonly metrics: readonly MetricRollup[];
  readonly spans: readonly SpanRollup[];
  readonly templates: readonly TemplateCount[];
  readonly series: readonly Series[];
}
