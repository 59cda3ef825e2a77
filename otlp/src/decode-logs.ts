// Hot path, measured by benchmarks/otlp-decode.ts: columns grow by doubling, strings stay slices of the request.
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { AttributeBuilder } from './attribute-builder.ts';
import { type Decoded, refuseHugeBody, requestFailure } from './decoded.ts';
import { grow } from './grow.ts';
import { IdColumn } from './id-column.ts';
import { LogRecord, LogsRequest, ResourceLogs, ScopeLogs, skipField } from './message-tables.ts';
import { type RefusalReason, Refusals, refusalReasons } from './refusals.ts';
import { SliceColumn } from './slice-column.ts';
import { SourceTable } from './source-table.ts';
import { nanosecondHalves, TimeColumn } from './time-column.ts';
import { ValueReader } from './value-reader.ts';
import { type GroupContent, walkGroups } from './walk-groups.ts';
import { WireReader } from './wire.ts';

const MAX_SEVERITY = 24;

/**
 * An ExportLogsServiceRequest in protobuf as columns.
 *
 * body         decompressed; the columns keep slices of it, so it belongs to them from now on
 * receivedAt   stands in where a record has no time
 * errors       `request-malformed`, `request-too-large`
 */
export function decodeLogs(body: Uint8Array, receivedAt: Timestamp): Result<Decoded<LogColumns>> {
  return refuseHugeBody<Decoded<LogColumns>>(body) ?? new LogDecoder(body, receivedAt).decode();
}

class LogDecoder implements GroupContent {
  readonly requestTable = LogsRequest;
  readonly resourceTable = ResourceLogs;
  readonly scopeTable = ScopeLogs;
  readonly #reader: WireReader;
  readonly #values: ValueReader;
  readonly #attributes: AttributeBuilder;
  readonly #sources: SourceTable;
  readonly #refusals = new Refusals('log records');
  readonly #receivedLow: number;
  readonly #receivedHigh: number;
  #count = 0;
  #capacity: number;
  readonly #time: TimeColumn;
  readonly #observed: TimeColumn;
  #severity: Uint8Array<ArrayBuffer>;
  readonly #severityText: SliceColumn;
  readonly #eventName: SliceColumn;
  #bodyKind: Uint8Array<ArrayBuffer>;
  readonly #body: SliceColumn;
  readonly #traceId: IdColumn;
  readonly #spanId: IdColumn;
  #flags: Uint32Array<ArrayBuffer>;
  #source: Uint32Array<ArrayBuffer>;

  constructor(body: Uint8Array, receivedAt: Timestamp) {
    this.#reader = new WireReader(body);
    this.#values = new ValueReader(this.#reader);
    this.#attributes = new AttributeBuilder(this.#reader, this.#values);
    this.#sources = new SourceTable(this.#reader, this.#values);
    [this.#receivedLow, this.#receivedHigh] = nanosecondHalves(receivedAt);
    // Records of services take about 400 bytes: with this guess most requests never grow their columns.
    const capacity = 16 + (body.length >>> 8);
    this.#capacity = capacity;
    this.#time = new TimeColumn(capacity);
    this.#observed = new TimeColumn(capacity);
    this.#severity = new Uint8Array(capacity);
    this.#severityText = new SliceColumn(capacity);
    this.#eventName = new SliceColumn(capacity);
    this.#bodyKind = new Uint8Array(capacity);
    this.#body = new SliceColumn(capacity);
    this.#traceId = new IdColumn(capacity, 16);
    this.#spanId = new IdColumn(capacity, 8);
    this.#flags = new Uint32Array(capacity);
    this.#source = new Uint32Array(capacity);
  }

  decode(): Result<Decoded<LogColumns>> {
    walkGroups(this.#reader, this.#sources, this);
    const failed = requestFailure('logs', this.#reader.fault, this.#refusals);
    if (failed) return failed;
    const reasons = this.#refusals.reasons(this.#values.cut);
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
    const { view } = reader;
    this.#attributes.begin();
    let timeLow = 0;
    let timeHigh = 0;
    let observedLow = 0;
    let observedHigh = 0;
    let severity = 0;
    let severityStart = 0;
    let severityEnd = 0;
    let eventStart = 0;
    let eventEnd = 0;
    let bodyKind = 0;
    let bodyStart = 0;
    let bodyEnd = 0;
    let flags = 0;
    let traceStart = 0;
    let traceEnd = 0;
    let spanStart = 0;
    let spanEnd = 0;
    const outer = reader.enter();
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      switch (tag) {
        case 0x09:
          reader.readFixed64();
          timeLow = reader.low;
          timeHigh = reader.high;
          break;
        case 0x10:
          reader.readVarint();
          severity = reader.high === 0 && reader.low <= MAX_SEVERITY ? reader.low : 0;
          break;
        case 0x1a:
          reader.readSlice();
          severityStart = reader.start;
          severityEnd = reader.end;
          break;
        case 0x2a:
          this.#values.readValue();
          bodyKind = this.#values.kind;
          bodyStart = this.#values.start;
          bodyEnd = this.#values.end;
          break;
        case 0x32:
          this.#attributes.read();
          break;
        case 0x45:
          flags = reader.readFixed32();
          break;
        case 0x4a:
          reader.readSlice();
          traceStart = reader.start;
          traceEnd = reader.end;
          break;
        case 0x52:
          reader.readSlice();
          spanStart = reader.start;
          spanEnd = reader.end;
          break;
        case 0x59:
          reader.readFixed64();
          observedLow = reader.low;
          observedHigh = reader.high;
          break;
        case 0x62:
          reader.readSlice();
          eventStart = reader.start;
          eventEnd = reader.end;
          break;
        default:
          skipField(reader, tag, LogRecord);
      }
    }
    reader.leave(outer);
    const refusal = refusalOfLogRecord(traceEnd - traceStart, spanEnd - spanStart);
    if (refusal !== undefined) {
      this.#refusals.refuse(refusal);
      return;
    }
    if (observedLow === 0 && observedHigh === 0) {
      observedLow = this.#receivedLow;
      observedHigh = this.#receivedHigh;
    }
    if (timeLow === 0 && timeHigh === 0) this.#time.set(row, observedLow, observedHigh);
    else this.#time.set(row, timeLow, timeHigh);
    this.#observed.set(row, observedLow, observedHigh);
    this.#severity[row] = severity;
    this.#severityText.set(row, severityStart, severityEnd);
    this.#eventName.set(row, eventStart, eventEnd);
    this.#bodyKind[row] = bodyKind;
    this.#body.set(row, bodyStart, bodyEnd);
    this.#flags[row] = flags;
    this.#traceId.set(row, view, traceStart, traceEnd);
    this.#spanId.set(row, view, spanStart, spanEnd);
    this.#attributes.keep();
    this.#count++;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#time.grow();
    this.#observed.grow();
    this.#severity = grow(this.#severity);
    this.#severityText.grow();
    this.#eventName.grow();
    this.#bodyKind = grow(this.#bodyKind);
    this.#body.grow();
    this.#traceId.grow();
    this.#spanId.grow();
    this.#flags = grow(this.#flags);
    this.#source = grow(this.#source);
  }

  #finish(): LogColumns {
    const count = this.#count;
    const request = this.#reader.bytes;
    const bytes = this.#values.bytes();
    return {
      signal: 'logs',
      count,
      timeUnixNano: this.#time.finish(count),
      observedTimeUnixNano: this.#observed.finish(count),
      severityNumber: this.#severity.subarray(0, count),
      severityText: this.#severityText.finish(count, request),
      eventName: this.#eventName.finish(count, request),
      bodyKind: this.#bodyKind.subarray(0, count),
      body: this.#body.finish(count, bytes),
      traceId: this.#traceId.finish(count),
      spanId: this.#spanId.finish(count),
      flags: this.#flags.subarray(0, count),
      attributes: this.#attributes.finish(bytes),
      source: this.#source.subarray(0, count),
      sources: this.#sources.sources,
    };
  }
}

/** Lengths in bytes, 0 where there is none. */
export function refusalOfLogRecord(traceIdLength: number, spanIdLength: number): RefusalReason | undefined {
  if (traceIdLength !== 0 && traceIdLength !== 16) return refusalReasons.logTraceId;
  if (spanIdLength !== 0 && spanIdLength !== 8) return refusalReasons.logSpanId;
  return undefined;
}
