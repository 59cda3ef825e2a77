/**
 * OTLP/JSON becomes OTLP/protobuf, field by field after `message-tables.ts`, and is then decoded as such: so both formats
 * give the same columns, refuse the same records and are bounded by the same limits.
 *
 * Not standard protobuf JSON: ids are hex, enums numbers (names are read too), keys lowerCamelCase only. Numbers of 64
 * bits are read from their source text, as strings or bare. `null` is absent, unknown keys are ignored at any depth.
 */
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import { ByteWriter } from './byte-writer.ts';
import { malformed } from './decoded.ts';
import { JsonScanner } from './json-scanner.ts';
import { MAX_VALUE_DEPTH } from './limits.ts';
import {
  AnyValue,
  type Field,
  LogsRequest,
  type MessageTable,
  MetricsRequest,
  TracesRequest,
} from './message-tables.ts';
import { type Halves, parseDouble, parseInt64, writeBase64Decoded, writeHexDecoded } from './parse-scalar.ts';

const requests = { logs: LogsRequest, metrics: MetricsRequest, traces: TracesRequest } satisfies Record<
  Signal,
  MessageTable
>;
const decoder = new TextDecoder();
const emptyText = new Uint8Array(0);

/** An OTLP/JSON request as the protobuf one that says the same. An empty body is the empty request. */
export function protobufOfJson(signal: Signal, body: Uint8Array): Result<Uint8Array> {
  if (body.length === 0) return success(emptyText);
  const transcoder = new JsonTranscoder(body);
  transcoder.run(requests[signal]);
  const { fault } = transcoder.scanner;
  return fault === undefined ? success(transcoder.out.written()) : malformed(signal, fault);
}

class JsonTranscoder {
  readonly scanner: JsonScanner;
  /** Protobuf takes about half of the room. */
  readonly out: ByteWriter;

  constructor(body: Uint8Array) {
    this.scanner = new JsonScanner(body);
    this.out = new ByteWriter(64 + (body.length >>> 1));
  }

  run(message: MessageTable): void {
    this.#message(message, 0);
    this.scanner.finish();
  }

  /** `depth`: the values around. What the decoders would cut is not looked into here either. */
  #message(message: MessageTable, depth: number): void {
    const { scanner } = this;
    const isValue = message === AnyValue;
    if (scanner.peek() !== 'object') {
      scanner.fail(`object expected for ${message.name}`);
      return;
    }
    if (isValue && depth >= MAX_VALUE_DEPTH) {
      scanner.skipValue();
      return;
    }
    scanner.openObject();
    let isFirst = true;
    while (scanner.nextKey(isFirst)) {
      isFirst = false;
      const field = this.#fieldOfKey(message);
      if (field === undefined) scanner.skipValue();
      else if (scanner.peek() === 'null') scanner.readLiteral('null');
      else if (field.repeated) this.#list(field, isValue ? depth + 1 : depth);
      else this.#field(field, isValue ? depth + 1 : depth);
    }
  }

  #fieldOfKey(message: MessageTable): Field | undefined {
    const { bytes, start, end } = this.scanner;
    for (const field of message.fields) {
      const name = field.nameBytes;
      if (name.length !== end - start) continue;
      let at = 0;
      while (at < name.length && name[at] === bytes[start + at]) at++;
      if (at === name.length) return field;
    }
    return undefined;
  }

  #list(field: Field, depth: number): void {
    const { scanner } = this;
    if (scanner.peek() !== 'array') {
      scanner.fail(`array expected for ${field.name}`);
      return;
    }
    scanner.openArray();
    let isFirst = true;
    while (scanner.nextElement(isFirst)) {
      isFirst = false;
      if (scanner.peek() === 'null') scanner.readLiteral('null');
      else this.#field(field, depth);
    }
  }

  #field(field: Field, depth: number): void {
    this.out.varint32((field.number << 3) | field.wireType);
    if (field.message === undefined) {
      this.#scalar(field);
      return;
    }
    const start = this.out.open();
    this.#message(field.message, depth);
    this.out.close(start);
  }

  #scalar(field: Field): void {
    const { scanner, out } = this;
    switch (field.kind) {
      case 'string':
      case 'id':
      case 'bytes':
        this.#bytes(field);
        return;
      case 'bool':
        this.#bool(field);
        return;
      case 'double': {
        const value = this.#takesNumber() ? parseDouble(scanner.bytes, scanner.start, scanner.end) : undefined;
        if (value === undefined) scanner.fail(`number expected for ${field.name}`);
        else out.double(value);
        return;
      }
      case 'enum':
        this.#enum(field);
        return;
      default:
        this.#integer(field);
    }
  }

  #bytes(field: Field): void {
    const { scanner, out } = this;
    if (scanner.peek() !== 'string') {
      scanner.fail(`string expected for ${field.name}`);
      return;
    }
    scanner.readString();
    const { bytes, start, end } = scanner;
    const content = out.open();
    if (field.kind === 'string') out.copy(bytes, start, end);
    else if (field.kind === 'id') {
      // What is no hex becomes an id of one byte, so that its record alone is refused.
      if (!writeHexDecoded(out, bytes, start, end)) out.byte(0);
    } else if (!writeBase64Decoded(out, bytes, start, end)) scanner.fail(`base64 expected for ${field.name}`);
    out.close(content);
  }

  #bool(field: Field): void {
    const { scanner, out } = this;
    const kind = scanner.peek();
    if (kind !== 'true' && kind !== 'false') {
      scanner.fail(`true or false expected for ${field.name}`);
      return;
    }
    scanner.readLiteral(kind);
    out.byte(kind === 'true' ? 1 : 0);
  }

  /** A name of a later version is read as 0, unspecified. */
  #enum(field: Field): void {
    const { scanner, out } = this;
    if (scanner.peek() !== 'string') {
      this.#integer(field);
      return;
    }
    scanner.readString();
    const { bytes, start, end } = scanner;
    const named = field.names?.get(decoder.decode(bytes.subarray(start, end)));
    const number = named ?? parseInt64(bytes, start, end, true)?.low ?? 0;
    out.varint32(number);
  }

  #integer(field: Field): void {
    const { scanner, out } = this;
    const isSigned =
      field.kind !== 'uint32' && field.kind !== 'uint64' && field.kind !== 'fixed64' && field.kind !== 'fixed32';
    const halves = this.#takesNumber() ? parseInt64(scanner.bytes, scanner.start, scanner.end, isSigned) : undefined;
    if (halves === undefined || !fits(field, halves)) {
      scanner.fail(`whole number expected for ${field.name}`);
      return;
    }
    const { low, high } = halves;
    switch (field.kind) {
      case 'fixed64':
      case 'sfixed64':
        out.fixed64(low, high);
        return;
      case 'fixed32':
        out.fixed32(low);
        return;
      case 'sint32':
        out.varint32(((low << 1) ^ (low >> 31)) >>> 0);
        return;
      default:
        out.varint64(low, high);
    }
  }

  /** Reads a number, bare or as a string. */
  #takesNumber(): boolean {
    const { scanner } = this;
    const kind = scanner.peek();
    if (kind === 'number') scanner.readNumber();
    else if (kind === 'string') scanner.readString();
    else return false;
    return true;
  }
}

/** Numbers of 32 bits: the high half is only a sign. */
function fits(field: Field, halves: Halves): boolean {
  if (field.kind === 'uint32' || field.kind === 'fixed32') return halves.high === 0;
  if (field.kind !== 'sint32' && field.kind !== 'enum') return true;
  return halves.high === (halves.low >= 0x8000_0000 ? 0xffff_ffff : 0);
}
