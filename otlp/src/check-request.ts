/**
 * The walk of the decoders without columns: does a request hold together, and which of its records will be refused?
 * It follows `message-tables.ts`; whatever it says of records, the decoders say of the same bytes. Warnings that only the
 * sender needs are its own.
 */
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { refusalOfLogRecord } from './decode-logs.ts';
import { refusalOfSpan } from './decode-traces.ts';
import { refuseHugeBody, requestFailure } from './decoded.ts';
import { MAX_VALUE_DEPTH } from './limits.ts';
import {
  AnyValue,
  ExponentialBuckets,
  ExponentialPoint,
  type Field,
  HistogramPoint,
  KeyValue,
  LogRecord,
  LogsRequest,
  type MessageTable,
  MetricsRequest,
  NumberPoint,
  Span,
  SummaryPoint,
  TracesRequest,
} from './message-tables.ts';
import { plainAttributeEnd } from './plain-attribute.ts';
import { refusalOfBuckets, refusalOfHistogramPoint, refusalOfNumberPoint } from './point-reader.ts';
import { type OtlpFormat, protobufOf } from './protobuf-of.ts';
import { type RefusalReason, Refusals } from './refusals.ts';
import { FIXED32, FIXED64, LENGTH, VARINT, WireReader } from './wire.ts';

export interface CheckedRequest {
  /** All that were sent, the refused ones included; data points in the case of metrics. */
  readonly records: number;
  readonly refused: number;
  /** For the sender, in English; empty when there is nothing to say. */
  readonly reason: string;
  /** The latest time that any record says it happened at; 0 where none does. */
  readonly latestTime: Timestamp;
}

const requests = {
  logs: { table: LogsRequest, noun: 'log records' },
  metrics: { table: MetricsRequest, noun: 'data points' },
  traces: { table: TracesRequest, noun: 'spans' },
} as const satisfies Record<Signal, { table: MessageTable; noun: string }>;

/**
 * Says of a request what its decoder would say, at a fraction of the price.
 *
 * body     decompressed; not kept
 * errors   `request-malformed`, `request-too-large`
 */
export function checkRequest(signal: Signal, format: OtlpFormat, body: Uint8Array): Result<CheckedRequest> {
  const huge = refuseHugeBody<CheckedRequest>(body);
  if (huge) return huge;
  const protobuf = protobufOf(signal, format, body);
  if (!protobuf.ok) return protobuf;
  const { table, noun } = requests[signal];
  const check = new RequestCheck(protobuf.value, new Refusals(noun));
  check.walk(table, 0);
  const { refusals, cut, hasIndex, latestTime } = check;
  const failed = requestFailure(signal, check.reader.fault, refusals);
  if (failed) return failed;
  const reasons = [...refusals.reasons(cut), ...(hasIndex ? [INDEX_WARNING] : [])];
  return success({ records: refusals.records, refused: refusals.refused, reason: reasons.join('; '), latestTime });
}

const INDEX_WARNING =
  'texts given by an index into a dictionary are taken for absent; send them as string_value and key';
/** `string_value_strindex` of AnyValue and `key_strindex` of KeyValue, which have a meaning in profiles alone. */
const VALUE_INDEX = 0x40;
const KEY_INDEX = 0x18;

class RequestCheck {
  readonly reader: WireReader;
  readonly refusals: Refusals;
  cut = false;
  hasIndex = false;
  #latestLow = 0;
  #latestHigh = 0;

  constructor(body: Uint8Array, refusals: Refusals) {
    this.reader = new WireReader(body);
    this.refusals = refusals;
  }

  get latestTime(): Timestamp {
    return Math.floor((this.#latestHigh * 2 ** 32 + this.#latestLow) / 1e6);
  }

  /** Of the 64 bits read last. */
  #noteTime(): void {
    const { low, high } = this.reader;
    if (high < this.#latestHigh || (high === this.#latestHigh && low <= this.#latestLow)) return;
    this.#latestLow = low;
    this.#latestHigh = high;
  }

  /** Reads all fields up to the limit. `depth`: the values around. */
  walk(message: MessageTable, depth: number): void {
    const reader = this.reader;
    const isValue = message === AnyValue;
    if (isValue && depth >= MAX_VALUE_DEPTH) {
      this.cut = true;
      if (reader.fault === undefined) reader.at = reader.limit;
      return;
    }
    const inner = isValue ? depth + 1 : depth;
    let last: MessageTable | undefined;
    let lastStart = 0;
    let lastEnd = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      const field = message.byNumber[tag >>> 3];
      if (field?.lastOnly) {
        last = field.message;
        this.#readField(tag, field, message, inner);
        lastStart = reader.start;
        lastEnd = reader.end;
      } else this.#readField(tag, field, message, inner);
    }
    if (last === undefined) return;
    const { at, limit } = reader;
    reader.visit(lastStart, lastEnd);
    this.walk(last, inner);
    reader.resume(at, limit);
  }

  /** Reads one field; of those marked `lastOnly` a message becomes the slice of the reader, to be walked later. */
  #readField(tag: number, field: Field | undefined, message: MessageTable, depth: number): void {
    const reader = this.reader;
    if (field === undefined) {
      if (message === AnyValue && tag === VALUE_INDEX) this.hasIndex = true;
      if (message === KeyValue && tag === KEY_INDEX) this.hasIndex = true;
      reader.skip(tag);
      return;
    }
    if (field.wireType !== (tag & 7)) {
      const isPacked = field.repeated && (tag & 7) === LENGTH;
      if (isPacked) this.#readPacked(field);
      else reader.fail(`wrong wire type for ${field.name} of ${message.name}`);
      return;
    }
    if (field.message === undefined || field.lastOnly) {
      this.#readScalar(field.wireType);
      return;
    }
    if (field.message === KeyValue) {
      const end = plainAttributeEnd(reader.bytes, reader.at, reader.limit);
      if (end >= 0) {
        reader.at = end;
        return;
      }
    }
    const outer = reader.enter();
    if (field.isRecord) this.#walkRecord(field.message);
    else this.walk(field.message, depth);
    reader.leave(outer);
  }

  #readScalar(wireType: number): void {
    const reader = this.reader;
    if (wireType === LENGTH) reader.readSlice();
    else if (wireType === VARINT) reader.readVarint();
    else if (wireType === FIXED64) reader.readFixed64();
    else if (wireType === FIXED32) reader.readFixed32();
  }

  /** Returns how many numbers there were. */
  #readPacked(field: Field): number {
    const reader = this.reader;
    const outer = reader.enter();
    let count = 0;
    while (reader.at < reader.limit) {
      this.#readScalar(field.wireType);
      count++;
    }
    reader.leave(outer);
    return count;
  }

  #walkRecord(message: MessageTable): void {
    this.refusals.countRecord();
    if (this.refusals.isOverfull) {
      this.reader.fail('too many records');
      return;
    }
    const reason = this.#refusalOf(message);
    if (reason !== undefined) this.refusals.refuse(reason);
  }

  #refusalOf(message: MessageTable): RefusalReason | undefined {
    if (message === LogRecord) return this.#walkLogRecord();
    if (message === Span) return this.#walkSpan();
    if (message === NumberPoint) return this.#walkNumberPoint();
    if (message === HistogramPoint) return this.#walkHistogramPoint();
    if (message === ExponentialPoint) return this.#walkExponentialPoint();
    return this.#walkSummaryPoint();
  }

  #walkLogRecord(): RefusalReason | undefined {
    const reader = this.reader;
    let traceLength = 0;
    let spanLength = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      this.#readField(tag, LogRecord.byNumber[tag >>> 3], LogRecord, 0);
      if (tag === 0x09) this.#noteTime();
      else if (tag === 0x4a) traceLength = reader.end - reader.start;
      else if (tag === 0x52) spanLength = reader.end - reader.start;
    }
    return refusalOfLogRecord(traceLength, spanLength);
  }

  #walkSpan(): RefusalReason | undefined {
    const reader = this.reader;
    let traceStart = 0;
    let traceEnd = 0;
    let spanStart = 0;
    let spanEnd = 0;
    let parentLength = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      this.#readField(tag, Span.byNumber[tag >>> 3], Span, 0);
      if (tag === 0x0a) {
        traceStart = reader.start;
        traceEnd = reader.end;
      } else if (tag === 0x12) {
        spanStart = reader.start;
        spanEnd = reader.end;
      } else if (tag === 0x22) parentLength = reader.end - reader.start;
      else if (tag === 0x39 || tag === 0x41) this.#noteTime();
    }
    return refusalOfSpan(reader.bytes, traceStart, traceEnd, spanStart, spanEnd, parentLength);
  }

  #walkNumberPoint(): RefusalReason | undefined {
    const reader = this.reader;
    let hasValue = false;
    let flags = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      this.#readField(tag, NumberPoint.byNumber[tag >>> 3], NumberPoint, 0);
      if (tag === 0x19) this.#noteTime();
      else if (tag === 0x21 || tag === 0x31) hasValue = true;
      else if (tag === 0x40) flags = reader.low;
    }
    return refusalOfNumberPoint(hasValue, flags);
  }

  #walkHistogramPoint(): RefusalReason | undefined {
    const reader = this.reader;
    let counts = 0;
    let bounds = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      const field = HistogramPoint.byNumber[tag >>> 3];
      if (field !== undefined && tag === 0x32) counts += this.#readPacked(field);
      else if (field !== undefined && tag === 0x3a) bounds += this.#readPacked(field);
      else this.#readField(tag, field, HistogramPoint, 0);
      if (tag === 0x19) this.#noteTime();
      else if (tag === 0x31) counts++;
      else if (tag === 0x39) bounds++;
    }
    return refusalOfHistogramPoint(counts, bounds);
  }

  #walkExponentialPoint(): RefusalReason | undefined {
    const reader = this.reader;
    let positive = 0;
    let negative = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      if (tag === 0x42) positive = this.#countBuckets();
      else if (tag === 0x4a) negative = this.#countBuckets();
      else this.#readField(tag, ExponentialPoint.byNumber[tag >>> 3], ExponentialPoint, 0);
      if (tag === 0x19) this.#noteTime();
    }
    return refusalOfBuckets(positive + negative);
  }

  #countBuckets(): number {
    const reader = this.reader;
    const outer = reader.enter();
    let buckets = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      const field = ExponentialBuckets.byNumber[tag >>> 3];
      if (field !== undefined && tag === 0x12) buckets += this.#readPacked(field);
      else this.#readField(tag, field, ExponentialBuckets, 0);
      if (tag === 0x10) buckets++;
    }
    reader.leave(outer);
    return buckets;
  }

  #walkSummaryPoint(): RefusalReason | undefined {
    const reader = this.reader;
    let quantiles = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      this.#readField(tag, SummaryPoint.byNumber[tag >>> 3], SummaryPoint, 0);
      if (tag === 0x19) this.#noteTime();
      else if (tag === 0x32) quantiles++;
    }
    return refusalOfBuckets(quantiles);
  }
}
