// Hot path, measured by benchmarks/otlp-decode.ts: columns grow by doubling, strings stay slices of the request.
import { type Result, success } from '@foreshock/model/known-error.ts';
import { type SpanColumns, spanStatuses } from '@foreshock/model/span-columns.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { AttributeBuilder } from './attribute-builder.ts';
import { type Decoded, refuseHugeBody, requestFailure } from './decoded.ts';
import { grow } from './grow.ts';
import { IdColumn, isZero } from './id-column.ts';
import { JsonList } from './json-list.ts';
import {
  ResourceSpans,
  ScopeSpans,
  Span,
  SpanEvent,
  SpanLink,
  Status,
  skipField,
  TracesRequest,
} from './message-tables.ts';
import { type RefusalReason, Refusals, refusalReasons } from './refusals.ts';
import { SliceColumn } from './slice-column.ts';
import { SourceTable } from './source-table.ts';
import { nanosecondHalves, TimeColumn } from './time-column.ts';
import { ValueReader } from './value-reader.ts';
import { type GroupContent, walkGroups } from './walk-groups.ts';
import { WireReader } from './wire.ts';

/**
 * An ExportTraceServiceRequest in protobuf as columns.
 *
 * body         decompressed; the columns keep slices of it, so it belongs to them from now on
 * receivedAt   stands in where a span has no time; where it has one of two, that stands in for the other
 * errors       `request-malformed`, `request-too-large`
 */
export function decodeTraces(body: Uint8Array, receivedAt: Timestamp): Result<Decoded<SpanColumns>> {
  return refuseHugeBody<Decoded<SpanColumns>>(body) ?? new SpanDecoder(body, receivedAt).decode();
}

class SpanDecoder implements GroupContent {
  readonly requestTable = TracesRequest;
  readonly resourceTable = ResourceSpans;
  readonly scopeTable = ScopeSpans;
  readonly #reader: WireReader;
  readonly #values: ValueReader;
  readonly #attributes: AttributeBuilder;
  readonly #sources: SourceTable;
  readonly #refusals = new Refusals('spans');
  readonly #eventList = new JsonList(SpanEvent);
  readonly #linkList = new JsonList(SpanLink);
  readonly #receivedLow: number;
  readonly #receivedHigh: number;
  #count = 0;
  #capacity: number;
  readonly #traceId: IdColumn;
  readonly #spanId: IdColumn;
  readonly #parentSpanId: IdColumn;
  readonly #traceState: SliceColumn;
  readonly #name: SliceColumn;
  #kind: Uint8Array<ArrayBuffer>;
  readonly #startTime: TimeColumn;
  readonly #endTime: TimeColumn;
  #statusCode: Uint8Array<ArrayBuffer>;
  readonly #statusMessage: SliceColumn;
  #flags: Uint32Array<ArrayBuffer>;
  readonly #events: SliceColumn;
  readonly #links: SliceColumn;
  #source: Uint32Array<ArrayBuffer>;

  constructor(body: Uint8Array, receivedAt: Timestamp) {
    this.#reader = new WireReader(body);
    this.#values = new ValueReader(this.#reader);
    this.#attributes = new AttributeBuilder(this.#reader, this.#values);
    this.#sources = new SourceTable(this.#reader, this.#values);
    [this.#receivedLow, this.#receivedHigh] = nanosecondHalves(receivedAt);
    // Spans take about 400 bytes: with this guess most requests never grow their columns.
    const capacity = 16 + (body.length >>> 8);
    this.#capacity = capacity;
    this.#traceId = new IdColumn(capacity, 16);
    this.#spanId = new IdColumn(capacity, 8);
    this.#parentSpanId = new IdColumn(capacity, 8);
    this.#traceState = new SliceColumn(capacity);
    this.#name = new SliceColumn(capacity);
    this.#kind = new Uint8Array(capacity);
    this.#startTime = new TimeColumn(capacity);
    this.#endTime = new TimeColumn(capacity);
    this.#statusCode = new Uint8Array(capacity);
    this.#statusMessage = new SliceColumn(capacity);
    this.#flags = new Uint32Array(capacity);
    this.#events = new SliceColumn(capacity);
    this.#links = new SliceColumn(capacity);
    this.#source = new Uint32Array(capacity);
  }

  decode(): Result<Decoded<SpanColumns>> {
    walkGroups(this.#reader, this.#sources, this);
    const failed = requestFailure('traces', this.#reader.fault, this.#refusals);
    if (failed) return failed;
    const hasCutValue = this.#values.cut || this.#eventList.cut || this.#linkList.cut;
    const reasons = this.#refusals.reasons(hasCutValue);
    return success({ columns: this.#finish(), refused: this.#refusals.refused, reasons });
  }

  count(): number {
    return this.#count;
  }

  assignSource(from: number, source: number): void {
    this.#source.fill(source, from, this.#count);
  }

  read(): void {
    const reader = this.#reader;
    this.#refusals.countRecord();
    if (this.#refusals.isOverfull) {
      reader.fail('too many records');
      return;
    }
    if (this.#count === this.#capacity) this.#grow();
    const row = this.#count;
    this.#attributes.begin();
    this.#eventList.begin();
    this.#linkList.begin();
    this.#traceState.set(row, 0, 0);
    this.#name.set(row, 0, 0);
    this.#kind[row] = 0;
    this.#statusCode[row] = 0;
    this.#statusMessage.set(row, 0, 0);
    this.#flags[row] = 0;
    let traceStart = 0;
    let traceEnd = 0;
    let spanStart = 0;
    let spanEnd = 0;
    let parentStart = 0;
    let parentEnd = 0;
    let startLow = 0;
    let startHigh = 0;
    let endLow = 0;
    let endHigh = 0;
    const outer = reader.enter();
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      switch (tag) {
        case 0x0a:
          reader.readSlice();
          traceStart = reader.start;
          traceEnd = reader.end;
          break;
        case 0x12:
          reader.readSlice();
          spanStart = reader.start;
          spanEnd = reader.end;
          break;
        case 0x1a:
          reader.readSlice();
          this.#traceState.set(row, reader.start, reader.end);
          break;
        case 0x22:
          reader.readSlice();
          parentStart = reader.start;
          parentEnd = reader.end;
          break;
        case 0x2a:
          reader.readSlice();
          this.#name.set(row, reader.start, reader.end);
          break;
        case 0x30:
          reader.readVarint();
          this.#kind[row] = reader.high === 0 && reader.low <= 0xff ? reader.low : 0;
          break;
        case 0x39:
          reader.readFixed64();
          startLow = reader.low;
          startHigh = reader.high;
          break;
        case 0x41:
          reader.readFixed64();
          endLow = reader.low;
          endHigh = reader.high;
          break;
        case 0x4a:
          this.#attributes.read();
          break;
        case 0x5a:
          this.#eventList.read(reader);
          break;
        case 0x6a:
          this.#linkList.read(reader);
          break;
        case 0x7a:
          this.#readStatus(row);
          break;
        case 0x85:
          this.#flags[row] = reader.readFixed32();
          break;
        default:
          skipField(reader, tag, Span);
      }
    }
    reader.leave(outer);
    const refusal = refusalOfSpan(reader.bytes, traceStart, traceEnd, spanStart, spanEnd, parentEnd - parentStart);
    if (refusal !== undefined) {
      this.#refusals.refuse(refusal);
      this.#eventList.refuse();
      this.#linkList.refuse();
      return;
    }
    if (startLow === 0 && startHigh === 0) {
      startLow = endLow;
      startHigh = endHigh;
    }
    if (startLow === 0 && startHigh === 0) {
      startLow = this.#receivedLow;
      startHigh = this.#receivedHigh;
    }
    this.#startTime.set(row, startLow, startHigh);
    if (endLow === 0 && endHigh === 0) this.#endTime.set(row, startLow, startHigh);
    else this.#endTime.set(row, endLow, endHigh);
    this.#traceId.set(row, reader.view, traceStart, traceEnd);
    this.#spanId.set(row, reader.view, spanStart, spanEnd);
    this.#parentSpanId.set(row, reader.view, parentStart, parentEnd);
    this.#eventList.close();
    this.#events.set(row, this.#eventList.start, this.#eventList.end);
    this.#linkList.close();
    this.#links.set(row, this.#linkList.start, this.#linkList.end);
    this.#attributes.keep();
    this.#count++;
  }

  #readStatus(row: number): void {
    const reader = this.#reader;
    const outer = reader.enter();
    this.#statusCode[row] = 0;
    this.#statusMessage.set(row, 0, 0);
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      if (tag === 0x12) {
        reader.readSlice();
        this.#statusMessage.set(row, reader.start, reader.end);
      } else if (tag === 0x18) {
        reader.readVarint();
        this.#statusCode[row] = reader.high === 0 && reader.low < spanStatuses.length ? reader.low : 0;
      } else skipField(reader, tag, Status);
    }
    reader.leave(outer);
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#traceId.grow();
    this.#spanId.grow();
    this.#parentSpanId.grow();
    this.#traceState.grow();
    this.#name.grow();
    this.#kind = grow(this.#kind);
    this.#startTime.grow();
    this.#endTime.grow();
    this.#statusCode = grow(this.#statusCode);
    this.#statusMessage.grow();
    this.#flags = grow(this.#flags);
    this.#events.grow();
    this.#links.grow();
    this.#source = grow(this.#source);
  }

  #finish(): SpanColumns {
    const count = this.#count;
    const request = this.#reader.bytes;
    return {
      signal: 'traces',
      count,
      traceId: this.#traceId.finish(count),
      spanId: this.#spanId.finish(count),
      parentSpanId: this.#parentSpanId.finish(count),
      traceState: this.#traceState.finish(count, request),
      name: this.#name.finish(count, request),
      kind: this.#kind.subarray(0, count),
      startTimeUnixNano: this.#startTime.finish(count),
      endTimeUnixNano: this.#endTime.finish(count),
      statusCode: this.#statusCode.subarray(0, count),
      statusMessage: this.#statusMessage.finish(count, request),
      flags: this.#flags.subarray(0, count),
      attributes: this.#attributes.finish(this.#values.bytes()),
      events: this.#events.finish(count, this.#eventList.out.written()),
      links: this.#links.finish(count, this.#linkList.out.written()),
      source: this.#source.subarray(0, count),
      sources: this.#sources.sources,
    };
  }
}

/** Ids as slices of `bytes`, empty where there is none. */
export function refusalOfSpan(
  bytes: Uint8Array,
  traceStart: number,
  traceEnd: number,
  spanStart: number,
  spanEnd: number,
  parentLength: number,
): RefusalReason | undefined {
  if (traceEnd - traceStart !== 16 || isZero(bytes, traceStart, traceEnd)) return refusalReasons.traceId;
  if (spanEnd - spanStart !== 8 || isZero(bytes, spanStart, spanEnd)) return refusalReasons.spanId;
  if (parentLength !== 0 && parentLength !== 8) return refusalReasons.parentSpanId;
  return undefined;
}
