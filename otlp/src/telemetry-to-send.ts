/**
 * Telemetry as plain objects, for those who send it. Ids are bytes; times are nanoseconds since 1970, 0 or absent when
 * unknown. A number without a fraction is sent as an integer, a bigint always; bytes, arrays and maps nest freely.
 */
export type ValueToSend =
  | string
  | boolean
  | number
  | bigint
  | Uint8Array
  | null
  | readonly ValueToSend[]
  | { readonly [key: string]: ValueToSend };

export type AttributesToSend = Readonly<Record<string, ValueToSend>>;

export interface ResourceGroup<T> {
  readonly resource: AttributesToSend;
  readonly schemaUrl?: string;
  readonly scopes: readonly ScopeGroup<T>[];
}

export interface ScopeGroup<T> {
  readonly name?: string;
  readonly version?: string;
  readonly schemaUrl?: string;
  readonly records: readonly T[];
}

export interface LogRecord {
  readonly timeUnixNano?: bigint;
  readonly observedTimeUnixNano?: bigint;
  /** 1-24. */
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly eventName?: string;
  readonly body?: ValueToSend;
  readonly attributes?: AttributesToSend;
  readonly flags?: number;
  /** 16 bytes. */
  readonly traceId?: Uint8Array;
  /** 8 bytes. */
  readonly spanId?: Uint8Array;
}

export interface SpanEvent {
  readonly timeUnixNano: bigint;
  readonly name: string;
  readonly attributes?: AttributesToSend;
}

export interface SpanLink {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly traceState?: string;
  readonly attributes?: AttributesToSend;
  readonly flags?: number;
}

export interface Span {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId?: Uint8Array;
  readonly traceState?: string;
  readonly name: string;
  /** Index into `spanKinds` of the model. */
  readonly kind?: number;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes?: AttributesToSend;
  readonly events?: readonly SpanEvent[];
  readonly links?: readonly SpanLink[];
  /** Index into `spanStatuses` of the model. */
  readonly statusCode?: number;
  readonly statusMessage?: string;
  readonly flags?: number;
}

interface MetricNames {
  readonly name: string;
  readonly description?: string;
  /** UCUM. */
  readonly unit?: string;
}
interface Aggregated {
  /** Index into `temporalities` of the model: 1 delta, 2 cumulative. */
  readonly temporality: number;
}

export type Metric = MetricNames &
  (
    | { readonly type: 'gauge'; readonly points: readonly NumberPoint[] }
    | (Aggregated & { readonly type: 'sum'; readonly monotonic: boolean; readonly points: readonly NumberPoint[] })
    | (Aggregated & { readonly type: 'histogram'; readonly points: readonly HistogramPoint[] })
    | (Aggregated & { readonly type: 'exponential-histogram'; readonly points: readonly ExponentialPoint[] })
    | { readonly type: 'summary'; readonly points: readonly SummaryPoint[] }
  );

export interface Point {
  readonly timeUnixNano: bigint;
  readonly startTimeUnixNano?: bigint;
  readonly attributes?: AttributesToSend;
  /** Bit 0: no value was recorded. */
  readonly flags?: number;
}

export interface NumberPoint extends Point {
  /** A bigint is sent as an integer, a number as a double; absent only with flag 1. */
  readonly value?: number | bigint;
  readonly exemplars?: readonly Exemplar[];
}

export interface HistogramPoint extends Point {
  readonly count: number;
  readonly sum?: number;
  /** One longer than `bounds`, or both empty. */
  readonly counts: readonly number[];
  readonly bounds: readonly number[];
  readonly exemplars?: readonly Exemplar[];
}

export interface ExponentialPoint extends Point {
  readonly count: number;
  readonly sum?: number;
  /** The bounds are powers of 2^(2^-scale). */
  readonly scale: number;
  readonly zeroCount: number;
  readonly zeroThreshold?: number;
  readonly positive?: ExponentialCounts;
  readonly negative?: ExponentialCounts;
  readonly exemplars?: readonly Exemplar[];
}

export interface ExponentialCounts {
  readonly offset: number;
  readonly counts: readonly number[];
}

export interface SummaryPoint extends Point {
  readonly count: number;
  readonly sum: number;
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}

export interface Exemplar {
  readonly timeUnixNano: bigint;
  readonly value: number | bigint;
  readonly attributes?: AttributesToSend;
  readonly traceId?: Uint8Array;
  readonly spanId?: Uint8Array;
}
