// Hot path, measured by benchmarks/otlp-decode.ts: columns grow by doubling, strings stay slices of the request.
import { type Result, success } from '@foreshock/model/known-error.ts';
import {
  type Buckets,
  type Metric as MetricNoun,
  type MetricType,
  type PointColumns,
  temporalities,
} from '@foreshock/model/point-columns.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { AttributeBuilder } from './attribute-builder.ts';
import { exponentialBuckets, summaryBuckets } from './buckets.ts';
import { type Decoded, refuseHugeBody, requestFailure } from './decoded.ts';
import { grow } from './grow.ts';
import { InternTable } from './intern-table.ts';
import { JsonList } from './json-list.ts';
import {
  Exemplar,
  ExponentialHistogram,
  Gauge,
  Histogram,
  type MessageTable,
  Metric,
  MetricsRequest,
  ResourceMetrics,
  ScopeMetrics,
  Sum,
  Summary,
  skipField,
} from './message-tables.ts';
import { PointReader } from './point-reader.ts';
import { Refusals } from './refusals.ts';
import { SourceTable } from './source-table.ts';
import { nanosecondHalves, TimeColumn } from './time-column.ts';
import { ValueReader } from './value-reader.ts';
import { type GroupContent, walkGroups } from './walk-groups.ts';
import { WireReader } from './wire.ts';

/** The members of the oneof `data` by their tags. */
const dataTypes = new Map<number, { type: MetricType; message: MessageTable }>([
  [0x2a, { type: 'gauge', message: Gauge }],
  [0x3a, { type: 'sum', message: Sum }],
  [0x4a, { type: 'histogram', message: Histogram }],
  [0x52, { type: 'exponential-histogram', message: ExponentialHistogram }],
  [0x5a, { type: 'summary', message: Summary }],
]);

const decoder = new TextDecoder();

/** Its source is known only when its scope ends. */
type MetricDraft = { -readonly [Key in keyof MetricNoun]: MetricNoun[Key] };

/**
 * An ExportMetricsServiceRequest in protobuf as columns. Metrics without a point that was kept are left out.
 *
 * body         decompressed; it belongs to the columns from now on
 * receivedAt   stands in where a point has no time
 * errors       `request-malformed`, `request-too-large`
 */
export function decodeMetrics(body: Uint8Array, receivedAt: Timestamp): Result<Decoded<PointColumns>> {
  return refuseHugeBody<Decoded<PointColumns>>(body) ?? new PointDecoder(body, receivedAt).decode();
}

class PointDecoder implements GroupContent {
  readonly requestTable = MetricsRequest;
  readonly resourceTable = ResourceMetrics;
  readonly scopeTable = ScopeMetrics;
  readonly #reader: WireReader;
  readonly #values: ValueReader;
  readonly #attributes: AttributeBuilder;
  readonly #sources: SourceTable;
  readonly #exemplarList = new JsonList(Exemplar);
  readonly #point: PointReader;
  readonly #refusals = new Refusals('data points');
  readonly #texts: InternTable;
  readonly #textOf: string[] = [];
  readonly #receivedLow: number;
  readonly #receivedHigh: number;
  readonly #metrics: MetricDraft[] = [];
  #count = 0;
  #capacity: number;
  #metric: Uint32Array<ArrayBuffer>;
  readonly #time: TimeColumn;
  readonly #start: TimeColumn;
  #value: Float64Array<ArrayBuffer>;
  #observations: Float64Array<ArrayBuffer>;
  #absent: Uint8Array<ArrayBuffer>;
  readonly #buckets: (Buckets | undefined)[] = [];
  readonly #exemplars = new Map<number, string>();
  /** Of the histogram point before. */
  #bounds: Float64Array = new Float64Array(0);

  constructor(body: Uint8Array, receivedAt: Timestamp) {
    this.#reader = new WireReader(body);
    this.#values = new ValueReader(this.#reader);
    this.#attributes = new AttributeBuilder(this.#reader, this.#values);
    this.#sources = new SourceTable(this.#reader, this.#values);
    this.#point = new PointReader(this.#reader, this.#attributes, this.#exemplarList);
    this.#texts = new InternTable(body);
    [this.#receivedLow, this.#receivedHigh] = nanosecondHalves(receivedAt);
    // Points take about 200 bytes: with this guess most requests never grow their columns.
    const capacity = 16 + (body.length >>> 7);
    this.#capacity = capacity;
    this.#metric = new Uint32Array(capacity);
    this.#time = new TimeColumn(capacity);
    this.#start = new TimeColumn(capacity);
    this.#value = new Float64Array(capacity);
    this.#observations = new Float64Array(capacity);
    this.#absent = new Uint8Array(capacity);
  }

  decode(): Result<Decoded<PointColumns>> {
    walkGroups(this.#reader, this.#sources, this);
    const failed = requestFailure('metrics', this.#reader.fault, this.#refusals);
    if (failed) return failed;
    const reasons = this.#refusals.reasons(this.#values.cut || this.#exemplarList.cut);
    return success({ columns: this.#finish(), refused: this.#refusals.refused, reasons });
  }

  count(): number {
    return this.#metrics.length;
  }

  assignSource(from: number, source: number): void {
    const metrics = this.#metrics;
    for (let index = from; index < metrics.length; index++) metrics[index]!.source = source;
  }

  /** Reads one metric. Of several members of `data` the last counts, and it alone is looked into. */
  read(): void {
    const reader = this.#reader;
    let name = '';
    let description = '';
    let unit = '';
    let dataTag = 0;
    let dataStart = 0;
    let dataEnd = 0;
    const outer = reader.enter();
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      switch (tag) {
        case 0x0a:
          name = this.#readText();
          break;
        case 0x12:
          description = this.#readText();
          break;
        case 0x1a:
          unit = this.#readText();
          break;
        case 0x2a:
        case 0x3a:
        case 0x4a:
        case 0x52:
        case 0x5a:
          reader.readSlice();
          dataTag = tag;
          dataStart = reader.start;
          dataEnd = reader.end;
          break;
        default:
          skipField(reader, tag, Metric);
      }
    }
    const data = dataTypes.get(dataTag);
    if (data !== undefined) {
      const at = reader.at;
      reader.visit(dataStart, dataEnd);
      this.#readData(data.type, data.message, { name, description, unit });
      reader.resume(at, outer);
    }
    reader.leave(outer);
  }

  #readData(type: MetricType, message: MessageTable, names: Pick<MetricNoun, 'name' | 'description' | 'unit'>): void {
    const reader = this.#reader;
    const from = this.#count;
    let temporality = 0;
    let monotonic = false;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      if (tag === 0x0a) this.#readPoint(type);
      else if (tag === 0x10 && message.byNumber[2] !== undefined) {
        reader.readVarint();
        temporality = reader.low;
      } else if (tag === 0x18 && type === 'sum') {
        reader.readVarint();
        monotonic = reader.low !== 0 || reader.high !== 0;
      } else skipField(reader, tag, message);
    }
    if (this.#count === from) return;
    this.#metrics.push({
      ...names,
      type,
      temporality: temporalities[temporality] ?? 'unspecified',
      monotonic,
      source: 0,
    });
  }

  #readPoint(type: MetricType): void {
    const reader = this.#reader;
    const point = this.#point;
    this.#refusals.countRecord();
    if (this.#refusals.isOverfull) {
      reader.fail('too many records');
      return;
    }
    point.clear();
    const outer = reader.enter();
    const refusal =
      type === 'gauge' || type === 'sum'
        ? point.readNumberPoint()
        : type === 'histogram'
          ? point.readHistogramPoint()
          : type === 'summary'
            ? point.readSummaryPoint()
            : point.readExponentialPoint();
    reader.leave(outer);
    if (refusal === undefined) this.#keep(type);
    else {
      this.#refusals.refuse(refusal);
      this.#exemplarList.refuse();
    }
  }

  #keep(type: MetricType): void {
    if (this.#count === this.#capacity) this.#grow();
    const row = this.#count++;
    const point = this.#point;
    this.#metric[row] = this.#metrics.length;
    if (point.timeLow === 0 && point.timeHigh === 0) this.#time.set(row, this.#receivedLow, this.#receivedHigh);
    else this.#time.set(row, point.timeLow, point.timeHigh);
    this.#start.set(row, point.startLow, point.startHigh);
    this.#value[row] = point.value;
    this.#observations[row] = point.observations;
    this.#absent[row] = point.flags & 1;
    this.#buckets.push(this.#bucketsOf(type));
    this.#attributes.keep();
    if (this.#exemplarList.isEmpty()) return;
    this.#exemplarList.close();
    const { out, start, end } = this.#exemplarList;
    this.#exemplars.set(row, decoder.decode(out.bytes.subarray(start, end)));
    out.at = start;
  }

  #bucketsOf(type: MetricType): Buckets | undefined {
    const point = this.#point;
    switch (type) {
      case 'gauge':
      case 'sum':
        return undefined;
      case 'histogram': {
        this.#bounds = point.bounds.copy(this.#bounds);
        const counts = point.counts.length > 0 ? point.counts.copy() : Float64Array.of(point.observations);
        return { bounds: this.#bounds, counts };
      }
      case 'exponential-histogram':
        return exponentialBuckets(point);
      case 'summary':
        return summaryBuckets(point.counts, point.bounds, point.observations);
    }
  }

  /** Names and units repeat from metric to metric: each different one becomes a string once. */
  #readText(): string {
    const reader = this.#reader;
    reader.readSlice();
    const id = this.#texts.idOf(reader.start, reader.end);
    this.#textOf[id] ??= decoder.decode(reader.bytes.subarray(reader.start, reader.end));
    return this.#textOf[id];
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#metric = grow(this.#metric);
    this.#time.grow();
    this.#start.grow();
    this.#value = grow(this.#value);
    this.#observations = grow(this.#observations);
    this.#absent = grow(this.#absent);
  }

  #finish(): PointColumns {
    const count = this.#count;
    return {
      signal: 'metrics',
      count,
      metric: this.#metric.subarray(0, count),
      metrics: this.#metrics,
      timeUnixNano: this.#time.finish(count),
      startTimeUnixNano: this.#start.finish(count),
      value: this.#value.subarray(0, count),
      observations: this.#observations.subarray(0, count),
      absent: this.#absent.subarray(0, count),
      buckets: this.#buckets,
      exemplars: this.#exemplars,
      attributes: this.#attributes.finish(this.#values.bytes()),
      sources: this.#sources.sources,
    };
  }
}
