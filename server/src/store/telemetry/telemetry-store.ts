import type { Change } from '@foreshock/model/change.ts';
import type { ClusterEvent } from '@foreshock/model/cluster-event.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import type { IntakeCount } from '@foreshock/model/intake.ts';
import type { KnownError, Result } from '@foreshock/model/known-error.ts';
import type { NoiseMatch } from '@foreshock/model/noise-rule.ts';
import type { Rollups } from '@foreshock/model/rollup.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { SloPromise } from '@foreshock/model/slo.ts';
import type { SloCount } from '@foreshock/model/slo-burn.ts';
import type { SpanKind, SpanStatus } from '@foreshock/model/span-columns.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { DurationMs, TimeRange, Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';

/** Made from the stream position: a second append with the same token changes nothing. */
export type AppendToken = string;

/** What came of an append. Only an error that is `telemetry-refused` has `missing`. */
export type Appended =
  | Extract<Result<void>, { ok: true }>
  | { readonly ok: false; readonly error: KnownError; readonly missing?: MissingParts };

/**
 * The parts of the store, by names of its own, that have nothing of what was appended; the others have all of it. Handed
 * back, so that what was refused together can be appended piece by piece and is nowhere twice.
 */
export type MissingParts = readonly string[];

export interface TelemetryStore {
  /** Whatever is kept or read belongs to a tenant; there is no way around it. */
  tenant(id: TenantId): TenantTelemetry;
  /** May be called twice. Waits for work in hand; afterwards every call answers `store-unavailable`. */
  close(): Promise<void>;
}

/** The store as a whole, for who backs it up. */
export interface WholeTelemetryStore extends TelemetryStore {
  /**
   * Writes all that is stored into files of `directory`, which exists below `backupDirectory`, encrypted as it is on disk.
   * Waits for the write in hand and holds up others. What it answers is in the files: who must know what exactly, keeps
   * others from appending.
   *
   * The tokens of appends are not in it: after `restore` an append that was in the store is appended again.
   */
  backUp(directory: string): Promise<Result<StoredRows>>;
  /** Reads what `backUp` wrote, with the same key, into a store that has nothing yet. */
  restore(directory: string): Promise<Result<void>>;
  /** Counts, and reads every byte of every table: `store-unavailable` names the one that is damaged. */
  check(): Promise<Result<StoredRows>>;
}

/** Records by kind of each tenant: `t_demo.logs`. Of what is never added up or replaced, so the numbers are exact. */
export type StoredRows = Readonly<Record<string, number>>;

export interface TenantTelemetry {
  /**
   * Resolves when the batch would survive a crash of the process. A second call with the same token changes nothing,
   * after a restart too. All of a batch becomes visible, or after a crash in the middle a repeated call completes it.
   */
  append(batch: IngestedBatch, token: AppendToken): Promise<Appended>;
  /**
   * Several batches, of any signals, as one append under one token: each table takes one insert. Cheaper by far than one
   * append per request, because every insert makes a part on disk. The columns must not change before it resolves.
   *
   * missing  of an append that was refused: only these parts take the batches; absent for all
   *
   * Errors: `telemetry-refused` when the store would never take these batches together, because of what is in them: the
   * same call again ends the same. `store-unavailable` and others that may pass when it is not about them.
   */
  appendAll(batches: readonly IngestedBatch[], token: AppendToken, missing?: MissingParts): Promise<Appended>;

  selectLogs(query: LogQuery): Promise<Result<LogPage>>;
  /** Counts per step and severity number. Steps without records are left out. */
  selectLogHistogram(query: LogHistogramQuery): Promise<Result<readonly LogCount[]>>;
  /** Most frequent values of a field, most frequent first. `field`: see `LogFilter.field`. */
  selectTopValues(query: TopValuesQuery): Promise<Result<readonly ValueCount[]>>;
  selectTemplates(query: {
    readonly range: TimeRange;
    readonly entity?: EntityId;
    readonly limit: number;
  }): Promise<Result<readonly TemplateSummary[]>>;
  selectTemplateCounts(
    query: TemplateCountsQuery,
  ): Promise<Result<readonly { readonly time: Timestamp; readonly count: number }[]>>;
  /** Aliases included: an id that has generalised finds its present template. */
  selectTemplate(id: TemplateId): Promise<Result<Template | undefined>>;

  findSeries(query: SeriesQuery): Promise<Result<readonly Series[]>>;
  /** Raw points of the series in `range`, aggregated to `step`. Steps without points are left out. */
  selectSeries(query: SeriesRangeQuery): Promise<Result<readonly SeriesPoints[]>>;

  /** Spans of one trace by start time, at most 5,000. Empty when unknown. `traceId`: 32 hex digits. */
  selectTrace(traceId: string): Promise<Result<readonly SpanRow[]>>;
  selectTraces(query: TraceQuery): Promise<Result<TracePage>>;
  /** Every span in the range, by start time: what root cause reads. */
  selectSpans(query: { readonly range: TimeRange; readonly limit: number }): Promise<Result<readonly SpanFact[]>>;
  /** Log records that belong to a span, by time: what root cause reads. */
  selectSpanLogs(query: { readonly range: TimeRange; readonly limit: number }): Promise<Result<readonly SpanLog[]>>;

  /** Traces that pass any of the entities: what correlation of log templates reads. Of very many some, by hash. */
  selectTraceVisits(query: TraceVisitQuery): Promise<Result<readonly TraceVisitRow[]>>;

  /** Records of a range as attributes alone, at most `limit` of them, chosen by hash: what is compared with another range. */
  selectSample(query: SampleQuery): Promise<Result<RecordSample>>;

  /** Rates, errors and latency per edge or operation, added up to `step`. */
  selectSpanSeries(query: SpanSeriesQuery): Promise<Result<readonly SpanSeriesPoint[]>>;
  /**
   * Requests that were served and bad ones among them, from rollups, added up to `step`, in the order of what is asked for;
   * steps without are left out.
   */
  selectSloCounts(query: SloCountsQuery): Promise<Result<readonly (readonly SloCount[])[]>>;
  /** Call counts per edge over the range. */
  selectEdges(range: TimeRange): Promise<Result<readonly EdgeSummary[]>>;
  /** Entities and relations seen in the range. */
  selectTopology(range: TimeRange): Promise<Result<Topology>>;
  selectChanges(range: TimeRange, entity?: EntityId): Promise<Result<readonly Change[]>>;
  selectEvents(range: TimeRange, entity?: EntityId): Promise<Result<readonly ClusterEvent[]>>;

  /** All rollups of the minutes in `range`, added up per key: what analysis reads. Ordered by minute. */
  selectRollups(range: TimeRange): Promise<Result<Rollups>>;
  /** The span of time that rollups exist for; `undefined` when nothing was ever appended. */
  selectExtent(): Promise<Result<TimeRange | undefined>>;
  /** What came in during the range and what became of it, added up to `step`. */
  selectIntake(query: {
    readonly range: TimeRange;
    readonly step: DurationMs;
  }): Promise<Result<readonly IntakeCount[]>>;
  /** The keys of attributes with the most different values in the range, most first. */
  selectKeyCardinality(query: {
    readonly range: TimeRange;
    readonly signal: Signal;
    readonly limit: number;
  }): Promise<Result<readonly KeyCardinality[]>>;
  /** Series with a point in the range. */
  countActiveSeries(range: TimeRange): Promise<Result<number>>;
  /** What a noise rule would have met in the range. */
  selectNoise(query: NoiseQuery): Promise<Result<NoiseFound>>;
  /** Rows and bytes on disk per signal, and when the last record arrived. */
  selectUsage(): Promise<Result<readonly SignalUsage[]>>;

  /** Deletes what is older than the policy says. Whole parts only: what is kept may be up to a day older. */
  retain(policy: RetentionPolicy, now: Timestamp): Promise<Result<void>>;
}

export interface RetentionPolicy {
  readonly logs: DurationMs;
  readonly traces: DurationMs;
  readonly metrics: DurationMs;
  readonly rollups: DurationMs;
}

/**
 * `field` is `service` (entity name), `entity` (id), `severity`, `template`, `trace_id`, `span_id`, `body`,
 * `event_name`, `attributes.KEY` or `resource.KEY`. Other fields are refused as `input-invalid`.
 */
export interface LogFilter {
  readonly field: string;
  readonly operator: '=' | '!=' | 'contains' | '>=' | '<=' | 'exists';
  readonly value: string;
}

export interface LogSelection {
  readonly range: TimeRange;
  readonly filters: readonly LogFilter[];
  /** Words or a phrase anywhere in the body, case-insensitive; empty for all. */
  readonly text: string;
}

export interface LogQuery extends LogSelection {
  readonly limit: number;
  readonly order: 'newest' | 'oldest';
  /** `next` of the page before. */
  readonly cursor?: string;
}

export interface LogRow {
  /** Stable over restarts: position and index. */
  readonly id: string;
  /** Nanoseconds as decimal text. */
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: string;
  readonly bodyKind: string;
  /** Lower-case hex, empty when absent. */
  readonly traceId: string;
  readonly spanId: string;
  readonly entity: EntityId;
  readonly entityName: string;
  readonly template: TemplateId | '';
  readonly attributes: readonly TypedAttribute[];
  readonly resource: readonly TypedAttribute[];
  readonly scopeName: string;
}

export interface TypedAttribute {
  readonly key: string;
  readonly value: string;
  /** One of `valueKinds`; of resource attributes always `string`. */
  readonly kind: string;
}

export interface LogPage {
  readonly rows: readonly LogRow[];
  readonly next?: string;
}

export interface LogHistogramQuery extends LogSelection {
  readonly step: DurationMs;
}

export interface LogCount {
  readonly time: Timestamp;
  readonly severityNumber: number;
  readonly count: number;
}

export interface TopValuesQuery extends LogSelection {
  readonly field: string;
  readonly limit: number;
}

export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

export interface TemplateSummary extends Template {
  /** In the range asked for. */
  readonly countInRange: number;
}

export interface TemplateCountsQuery {
  readonly range: TimeRange;
  readonly template: TemplateId;
  readonly entity?: EntityId;
  readonly step: DurationMs;
}

export interface SeriesQuery {
  readonly range: TimeRange;
  readonly entity?: EntityId;
  readonly metric?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly limit: number;
}

export interface SeriesRangeQuery {
  readonly range: TimeRange;
  readonly series: readonly SeriesId[];
  readonly step: DurationMs;
}

export interface SeriesPoints {
  readonly series: Series;
  readonly points: readonly {
    readonly time: Timestamp;
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly last: number;
    readonly count: number;
  }[];
}

export interface SpanRow {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly entity: EntityId;
  readonly entityName: string;
  readonly startTimeUnixNano: string;
  readonly durationNano: string;
  readonly status: SpanStatus;
  readonly statusMessage: string;
  readonly attributes: readonly TypedAttribute[];
  readonly resource: readonly TypedAttribute[];
  /** JSON text as in OTLP/JSON. */
  readonly events: string;
  readonly links: string;
}

/** What root cause needs of a span, and no more: a hundred thousand are read at once. */
export interface SpanFact {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly entity: EntityId;
  /** Milliseconds with a fraction. */
  readonly start: number;
  readonly end: number;
  readonly status: SpanStatus;
}

export interface SpanLog {
  readonly traceId: string;
  readonly spanId: string;
  readonly time: Timestamp;
  readonly entity: EntityId;
  readonly template: TemplateId;
  /** `code.file.path:line` or what the sender gives instead; empty when not given. */
  readonly location: string;
  readonly severityNumber: number;
}

export interface TraceVisitQuery {
  readonly range: TimeRange;
  readonly entities: readonly EntityId[];
  readonly templates: readonly TemplateId[];
  readonly limit: number;
}

export interface TraceVisitRow {
  /** Name of the first span that one of the entities served or sent; empty where none is kept. */
  readonly route: string;
  readonly start: Timestamp;
  /** Of those asked for: left a span or a log line in the trace. */
  readonly entities: readonly EntityId[];
  /** Of those asked for. */
  readonly templates: readonly TemplateId[];
}

export interface SampleQuery {
  readonly signal: 'logs' | 'traces';
  readonly range: TimeRange;
  /** Log records of error and above, or failed spans, alone. */
  readonly failing: boolean;
  /** All without it. */
  readonly entities?: readonly EntityId[];
  readonly limit: number;
}

export interface RecordSample {
  /** In the range, sampled or not. */
  readonly found: number;
  /** Of all that were found, thinned ones by their weight, scaled so that a full list adds up to `found`; the most frequent 1,000. */
  readonly groups: readonly ValueCount[];
  readonly records: readonly SampledRecord[];
}

export interface SampledRecord {
  /** How many records it stands for. */
  readonly weight: number;
  /** Of a log record its template, empty without one; of a span its name. */
  readonly group: string;
  readonly attributes: readonly TypedAttribute[];
  readonly resource: readonly TypedAttribute[];
}

export interface TraceQuery {
  readonly range: TimeRange;
  readonly entity?: EntityId;
  readonly operation?: string;
  readonly minDurationMs?: number;
  readonly maxDurationMs?: number;
  readonly errorsOnly?: boolean;
  readonly limit: number;
  readonly order: 'newest' | 'slowest';
  readonly cursor?: string;
}

export interface TraceSummary {
  readonly traceId: string;
  readonly rootName: string;
  readonly rootEntity: EntityId;
  readonly rootEntityName: string;
  readonly start: Timestamp;
  readonly durationMs: number;
  readonly spans: number;
  readonly errors: number;
  readonly entities: number;
}

export interface TracePage {
  readonly traces: readonly TraceSummary[];
  readonly next?: string;
}

export interface SpanSeriesQuery {
  readonly range: TimeRange;
  readonly step: DurationMs;
  readonly entity?: EntityId;
  readonly operation?: string;
  readonly side: 'server' | 'client';
  /** Group rows by operation as well as by entity. */
  readonly byOperation: boolean;
}

export interface SpanSeriesPoint {
  readonly time: Timestamp;
  readonly entity: EntityId;
  readonly operation: string;
  readonly count: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** What an entity served; with a threshold slow requests are the bad ones. */
export type ServedRequests = Pick<SloPromise, 'entity' | 'operation' | 'thresholdMs'>;

export interface SloCountsQuery {
  readonly of: readonly ServedRequests[];
  readonly range: TimeRange;
  /** Whole minutes, counted from the beginning of the range. */
  readonly step: DurationMs;
}

export interface EdgeSummary {
  readonly caller: EntityId;
  readonly callee: EntityId;
  readonly count: number;
  readonly errors: number;
  readonly p95Ms: number;
}

/** Of metrics: values among active series. Of logs and spans: among at most 200,000 newest records of the range. */
export interface KeyCardinality {
  readonly key: string;
  /** Different values, within a few per cent. */
  readonly values: number;
  /** Records, or series of metrics, that have the key. */
  readonly records: number;
}

export interface NoiseQuery {
  readonly range: TimeRange;
  readonly signal: Signal;
  readonly match: NoiseMatch;
  /** Attributes whose bytes are asked for; `*` stands for any characters. */
  readonly keys: readonly string[];
  /** Of metrics: intervals are this long. */
  readonly intervalSeconds: number;
}

export interface NoiseFound {
  /** Of the signal, matching or not. */
  readonly total: { readonly records: number; readonly bytes: number };
  /** What matches, most records first, at most 50,000. */
  readonly groups: readonly NoiseGroup[];
}

/** Records that a rule treats alike. Thinned ones count by their weight. */
export interface NoiseGroup {
  readonly entity: EntityId;
  /** Of logs the template, of spans the name, of metrics the series. */
  readonly group: string;
  /** Of metrics 0: all of the range is one. */
  readonly minute: Timestamp;
  readonly records: number;
  readonly bytes: number;
  /** Log records of error and above; failed spans. */
  readonly errors: number;
  /** Of the attributes asked for. */
  readonly keyBytes: number;
  /** Of metrics: intervals with a point; of deltas, each of which says its own, as many as records. */
  readonly intervals: number;
}

export interface SignalUsage {
  readonly signal: Signal | 'rollups';
  readonly rows: number;
  readonly bytes: number;
  readonly lastArrival: Timestamp | undefined;
}
