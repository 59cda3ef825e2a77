// Hot path, measured by benchmarks/otlp-decode.ts: strings stay slices of the request.
import { valueKinds } from '@foreshock/model/attributes.ts';
import { ByteWriter } from './byte-writer.ts';
import { MAX_VALUE_DEPTH } from './limits.ts';
import { AnyValue, KeyValue, skipField } from './message-tables.ts';
import { plainAttributeEnd } from './plain-attribute.ts';
import type { WireReader } from './wire.ts';
import { doubleText, writeBase64, writeInt64, writeJsonDouble, writeJsonString } from './write-json.ts';

const EMPTY = valueKinds.indexOf('empty');
const STRING = valueKinds.indexOf('string');
const BOOL = valueKinds.indexOf('bool');
const INT = valueKinds.indexOf('int');
const DOUBLE = valueKinds.indexOf('double');
const ARRAY = valueKinds.indexOf('array');
const MAP = valueKinds.indexOf('map');
const BYTES = valueKinds.indexOf('bytes');

/** ArrayValue and KeyValueList have the one field. */
const VALUES = 0x0a;

/**
 * Reads AnyValue and KeyValue messages. What a value is as text lies, from `start` to `end`, in the request itself or,
 * where it had to be written (numbers, booleans, bytes, arrays, maps), behind it: offsets from `request.length` on are
 * those of `written`.
 */
export class ValueReader {
  readonly written = new ByteWriter(1024);
  /** Index into `valueKinds`. */
  kind = EMPTY;
  start = 0;
  end = 0;
  keyStart = 0;
  keyEnd = 0;
  /** True once a value was nested deeper than `MAX_VALUE_DEPTH`. */
  cut = false;
  readonly #reader: WireReader;
  readonly #base: number;
  #number = 0;
  #low = 0;
  #high = 0;
  #from = 0;
  #to = 0;

  constructor(reader: WireReader) {
    this.#reader = reader;
    this.#base = reader.bytes.length;
  }

  /** The request with everything written behind it; a copy only when something was. */
  bytes(): Uint8Array {
    if (this.written.at === 0) return this.#reader.bytes;
    // Not zeroed first, since all of it is written now.
    const joined = new Uint8Array(Buffer.allocUnsafeSlow(this.#base + this.written.at).buffer);
    joined.set(this.#reader.bytes);
    joined.set(this.written.written(), this.#base);
    return joined;
  }

  /** The text of the value read last. */
  text(): string {
    if (this.start < this.#base) return decoder.decode(this.#reader.bytes.subarray(this.start, this.end));
    return decoder.decode(this.written.bytes.subarray(this.start - this.#base, this.end - this.#base));
  }

  key(): string {
    return decoder.decode(this.#reader.bytes.subarray(this.keyStart, this.keyEnd));
  }

  /** Sets `keyStart`, `keyEnd` and the value; the reader stands before the length of a KeyValue. */
  readKeyValue(): void {
    const reader = this.#reader;
    const { bytes, at } = reader;
    const end = plainAttributeEnd(bytes, at, reader.limit);
    if (end < 0) {
      this.#readAnyKeyValue();
      return;
    }
    reader.at = end;
    const keyEnd = at + 3 + bytes[at + 2]!;
    this.keyStart = at + 3;
    this.keyEnd = keyEnd;
    const tag = bytes[keyEnd + 2]!;
    if (tag === 0x0a) {
      this.kind = STRING;
      this.start = keyEnd + 4;
      this.end = end;
    } else this.#readPlainNumber(tag, keyEnd + 3, end);
  }

  /** `at`: behind the tag, of whose type the bytes up to `end` were seen to be. */
  #readPlainNumber(tag: number, at: number, end: number): void {
    const out = this.written;
    this.start = this.#base + out.at;
    if (tag === 0x21) {
      this.kind = DOUBLE;
      out.text(doubleText(this.#reader.view.getFloat64(at, true)));
    } else {
      const { bytes } = this.#reader;
      const value = end === at + 1 ? bytes[at]! : (bytes[at]! & 0x7f) | (bytes[at + 1]! << 7);
      this.kind = tag === 0x18 ? INT : BOOL;
      if (tag === 0x18) writeInt64(out, value, 0);
      else out.text(value === 0 ? 'false' : 'true');
    }
    this.end = this.#base + out.at;
  }

  #readAnyKeyValue(): void {
    const reader = this.#reader;
    const outer = reader.enter();
    this.#scanKeyValue();
    const { keyStart, keyEnd } = this;
    const at = reader.at;
    reader.visit(this.#from, this.#to);
    this.#readContent();
    reader.resume(at, outer);
    // A map inside of the value has keys of its own.
    this.keyStart = keyStart;
    this.keyEnd = keyEnd;
  }

  /** Sets the value; the reader stands before the length of an AnyValue. */
  readValue(): void {
    const outer = this.#reader.enter();
    this.#readContent();
    this.#reader.leave(outer);
  }

  /** Sets the key, and the content of the last value as `#from` and `#to`. */
  #scanKeyValue(): void {
    const reader = this.#reader;
    let keyStart = 0;
    let keyEnd = 0;
    let from = reader.limit;
    let to = reader.limit;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      if (tag === 0x0a) {
        reader.readSlice();
        keyStart = reader.start;
        keyEnd = reader.end;
      } else if (tag === 0x12) {
        reader.readSlice();
        from = reader.start;
        to = reader.end;
      } else skipField(reader, tag, KeyValue);
    }
    this.keyStart = keyStart;
    this.keyEnd = keyEnd;
    this.#from = from;
    this.#to = to;
  }

  #readContent(): void {
    const reader = this.#reader;
    this.#scan();
    if (this.kind === STRING || this.kind === EMPTY) return;
    const out = this.written;
    const start = this.#base + out.at;
    const kind = this.kind;
    if (kind === INT) writeInt64(out, this.#low, this.#high);
    else if (kind === BOOL) out.text(this.#low === 0 ? 'false' : 'true');
    else if (kind === DOUBLE) out.text(doubleText(this.#number));
    else if (kind === BYTES) writeBase64(out, reader.bytes, this.#from, this.#to);
    else if (kind === ARRAY) this.#writeArray(1);
    else this.#writeMap(1);
    this.kind = kind;
    this.start = start;
    this.end = this.#base + out.at;
  }

  /** Reads the fields of one AnyValue up to the limit. Arrays and maps are not looked into: of several the last counts. */
  #scan(): void {
    const reader = this.#reader;
    let kind = EMPTY;
    let from = 0;
    let to = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      switch (tag) {
        case 0x0a:
          reader.readSlice();
          kind = STRING;
          from = reader.start;
          to = reader.end;
          break;
        case 0x10:
          reader.readVarint();
          kind = BOOL;
          this.#low = reader.low | reader.high;
          break;
        case 0x18:
          reader.readVarint();
          kind = INT;
          this.#low = reader.low;
          this.#high = reader.high;
          break;
        case 0x21:
          this.#number = reader.readDouble();
          kind = DOUBLE;
          break;
        case 0x2a:
        case 0x32:
        case 0x3a:
          reader.readSlice();
          kind = tag === 0x2a ? ARRAY : tag === 0x32 ? MAP : BYTES;
          from = reader.start;
          to = reader.end;
          break;
        default:
          skipField(reader, tag, AnyValue);
      }
    }
    this.kind = kind;
    this.start = from;
    this.end = to;
    this.#from = from;
    this.#to = to;
  }

  /** The values between `#from` and `#to`, as JSON. `depth`: the level of the array itself, from 1. */
  #writeArray(depth: number): void {
    const reader = this.#reader;
    const out = this.written;
    const { at, limit } = reader;
    let separator = '';
    reader.visit(this.#from, this.#to);
    out.text('[');
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      if (tag === VALUES) {
        out.text(separator);
        separator = ',';
        const outer = reader.enter();
        this.#writeContent(depth + 1);
        reader.leave(outer);
      } else this.#skipInList(tag);
    }
    out.text(']');
    reader.resume(at, limit);
  }

  #writeMap(depth: number): void {
    const reader = this.#reader;
    const out = this.written;
    const { at, limit } = reader;
    let separator = '';
    reader.visit(this.#from, this.#to);
    out.text('{');
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      if (tag === VALUES) {
        const outer = reader.enter();
        this.#scanKeyValue();
        const behind = reader.at;
        out.text(separator);
        separator = ',';
        writeJsonString(out, reader.bytes, this.keyStart, this.keyEnd);
        out.text(':');
        reader.visit(this.#from, this.#to);
        this.#writeContent(depth + 1);
        reader.resume(behind, outer);
      } else this.#skipInList(tag);
    }
    out.text('}');
    reader.resume(at, limit);
  }

  #skipInList(tag: number): void {
    if (tag >>> 3 === 1) this.#reader.fail('wrong wire type for the values of an array or map');
    else this.#reader.skip(tag);
  }

  /** One AnyValue up to the limit as JSON. */
  #writeContent(depth: number): void {
    const reader = this.#reader;
    const out = this.written;
    if (depth > MAX_VALUE_DEPTH) {
      this.cut = true;
      if (reader.fault === undefined) reader.at = reader.limit;
      out.text('null');
      return;
    }
    this.#scan();
    const kind = this.kind;
    if (kind === EMPTY) out.text('null');
    else if (kind === STRING) writeJsonString(out, reader.bytes, this.#from, this.#to);
    else if (kind === BOOL) out.text(this.#low === 0 ? 'false' : 'true');
    else if (kind === INT) writeInt64(out, this.#low, this.#high);
    else if (kind === DOUBLE) writeJsonDouble(out, this.#number);
    else if (kind === ARRAY) this.#writeArray(depth);
    else if (kind === MAP) this.#writeMap(depth);
    else {
      out.text('"');
      writeBase64(out, reader.bytes, this.#from, this.#to);
      out.text('"');
    }
  }
}

const decoder = new TextDecoder();
