import { ByteWriter } from './byte-writer.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** What is skipped may nest no deeper; the recursion of those who read is bounded by their own tables. */
const MAX_SKIPPED_DEPTH = 10_000;

const escapes = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(
    ([letter, meaning]) => [letter.charCodeAt(0), meaning.charCodeAt(0)],
  ),
);

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null';

/**
 * A strict JSON reader over UTF-8 bytes that makes no objects and keeps numbers as their source text (RFC 8259).
 *
 * Nothing read becomes a property name. The first fault stays in `fault` and moves the cursor to the end; from then on
 * every read gives nothing, so that loops end. Invalid UTF-8 inside of strings is passed on as it is.
 */
export class JsonScanner {
  readonly source: Uint8Array;
  at = 0;
  fault: string | undefined = undefined;
  /** The string or number read last: UTF-8 in `bytes` from `start` to `end`, until the next is read. */
  bytes: Uint8Array;
  start = 0;
  end = 0;
  readonly #unescaped = new ByteWriter(256);

  constructor(source: Uint8Array) {
    this.source = source;
    this.bytes = source;
  }

  /** The kind of the value that begins at the next byte that is no white space; nothing is read. */
  peek(): JsonKind | undefined {
    switch (this.#next()) {
      case OPEN_BRACE:
        return 'object';
      case OPEN_BRACKET:
        return 'array';
      case QUOTE:
        return 'string';
      case 0x74:
        return 'true';
      case 0x66:
        return 'false';
      case 0x6e:
        return 'null';
      case 0x2d:
        return 'number';
      default: {
        const byte = this.source[this.at];
        if (byte !== undefined && byte >= 0x30 && byte <= 0x39) return 'number';
        this.fail('value expected');
        return undefined;
      }
    }
  }

  /** Reads `{`; then `nextKey` until it is false. */
  openObject(): void {
    this.#take(OPEN_BRACE, '"{" expected');
  }

  /** Reads a key with its colon into the slice, or `}` and gives false. `isFirst`: no comma before it. */
  nextKey(isFirst: boolean): boolean {
    if (this.#next() === CLOSE_BRACE) {
      this.at++;
      return false;
    }
    if (!isFirst) this.#take(COMMA, '"," or "}" expected');
    if (this.fault !== undefined) return false;
    if (this.#next() !== QUOTE) this.fail('key expected');
    else this.readString();
    this.#take(COLON, '":" expected');
    return this.fault === undefined;
  }

  /** Reads `[`; then `nextElement` until it is false. */
  openArray(): void {
    this.#take(OPEN_BRACKET, '"[" expected');
  }

  /** True when an element follows; reads `]` and gives false when not. */
  nextElement(isFirst: boolean): boolean {
    if (this.#next() === CLOSE_BRACKET) {
      this.at++;
      return false;
    }
    if (!isFirst) this.#take(COMMA, '"," or "]" expected');
    return this.fault === undefined;
  }

  /** Sets the slice to the content without quotes and escapes; a lone surrogate becomes U+FFFD. */
  readString(): void {
    const { source } = this;
    const start = this.at + 1;
    let at = start;
    for (; at < source.length; at++) {
      const byte = source[at]!;
      if (byte === QUOTE) {
        this.bytes = source;
        this.start = start;
        this.end = at;
        this.at = at + 1;
        return;
      }
      if (byte === BACKSLASH) break;
      if (byte < 0x20) break;
    }
    if (source[at] === BACKSLASH) this.#readEscaped(start, at);
    else this.#failAt(at, at < source.length ? 'control character in a string' : 'string without an end');
  }

  #readEscaped(start: number, firstEscape: number): void {
    const { source } = this;
    const out = this.#unescaped;
    out.at = 0;
    out.copy(source, start, firstEscape);
    this.at = firstEscape;
    while (this.at < source.length) {
      const byte = source[this.at]!;
      if (byte === QUOTE) {
        this.at++;
        this.bytes = out.bytes;
        this.start = 0;
        this.end = out.at;
        return;
      }
      if (byte < 0x20) break;
      this.at++;
      if (byte === BACKSLASH) this.#readEscape(out);
      else out.byte(byte);
    }
    this.fail(this.at < source.length ? 'control character in a string' : 'string without an end');
  }

  #readEscape(out: ByteWriter): void {
    const letter = this.source[this.at];
    const meaning = letter === undefined ? undefined : escapes.get(letter);
    if (meaning !== undefined) {
      this.at++;
      out.byte(meaning);
      return;
    }
    if (letter !== 0x75) {
      this.fail('unknown escape in a string');
      return;
    }
    this.at++;
    const unit = this.#readUnit();
    const isHigh = unit >= 0xd800 && unit <= 0xdbff;
    if (isHigh && this.source[this.at] === BACKSLASH && this.source[this.at + 1] === 0x75) {
      const before = this.at;
      this.at += 2;
      const low = this.#readUnit();
      if (low >= 0xdc00 && low <= 0xdfff) {
        out.text(String.fromCharCode(unit, low));
        return;
      }
      if (this.fault === undefined) this.at = before;
    }
    out.text(String.fromCharCode(unit));
  }

  /** Four hex digits. */
  #readUnit(): number {
    let unit = 0;
    for (let i = 0; i < 4; i++) {
      const digit = hexDigit(this.source[this.at]);
      if (digit < 0) {
        this.fail('four hex digits expected after \\u');
        return 0;
      }
      unit = unit * 16 + digit;
      this.at++;
    }
    return unit;
  }

  /** Sets the slice to the digits as they were sent. */
  readNumber(): void {
    const { source } = this;
    const start = this.at;
    const end = numberEnd(source, start, source.length);
    if (end === undefined) {
      this.fail('malformed number');
      return;
    }
    this.bytes = source;
    this.start = start;
    this.end = end;
    this.at = end;
  }

  readLiteral(literal: 'true' | 'false' | 'null'): void {
    for (let i = 0; i < literal.length; i++) {
      if (this.source[this.at + i] !== literal.charCodeAt(i)) {
        this.fail('value expected');
        return;
      }
    }
    this.at += literal.length;
  }

  /** Steps over a value of any kind and depth, without recursion. */
  skipValue(): void {
    /** 1 for each open object, 0 for each open array. */
    const open: number[] = [];
    let isFirst = false;
    do {
      const kind = this.peek();
      if (kind === 'object' || kind === 'array') {
        this.at++;
        if (open.push(kind === 'object' ? 1 : 0) > MAX_SKIPPED_DEPTH) this.fail('nested too deep');
        isFirst = true;
      } else {
        this.#skipScalar(kind);
        isFirst = false;
      }
      while (open.length > 0 && this.fault === undefined) {
        const hasMore = open.at(-1) === 1 ? this.nextKey(isFirst) : this.nextElement(isFirst);
        if (hasMore) break;
        open.pop();
        isFirst = false;
      }
    } while (open.length > 0 && this.fault === undefined);
  }

  #skipScalar(kind: JsonKind | undefined): void {
    if (kind === 'string') this.readString();
    else if (kind === 'number') this.readNumber();
    else if (kind === 'true' || kind === 'false' || kind === 'null') this.readLiteral(kind);
  }

  /** Nothing but white space may follow the value. */
  finish(): void {
    if (this.#next() !== undefined) this.fail('nothing expected behind the value');
  }

  #next(): number | undefined {
    const { source } = this;
    while (this.at < source.length) {
      const byte = source[this.at]!;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      this.at++;
    }
    return undefined;
  }

  #take(byte: number, otherwise: string): void {
    if (this.#next() === byte) this.at++;
    else this.fail(otherwise);
  }

  #failAt(at: number, what: string): void {
    if (this.fault === undefined) this.at = at;
    this.fail(what);
  }

  fail(what: string): void {
    this.fault ??= `${what} at byte ${this.at}`;
    this.at = this.source.length;
    this.start = 0;
    this.end = 0;
  }
}

/** Where the JSON number that begins at `start` ends, or `undefined` when there is none. */
export function numberEnd(bytes: Uint8Array, start: number, limit: number): number | undefined {
  let at = start;
  if (bytes[at] === 0x2d) at++;
  const whole = digitsEnd(bytes, at, limit);
  if (whole === at || (bytes[at] === 0x30 && whole > at + 1)) return undefined;
  at = whole;
  if (at < limit && bytes[at] === 0x2e) {
    const fraction = digitsEnd(bytes, at + 1, limit);
    if (fraction === at + 1) return undefined;
    at = fraction;
  }
  if (at < limit && (bytes[at] === 0x65 || bytes[at] === 0x45)) {
    const sign = bytes[at + 1];
    const from = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
    const exponent = digitsEnd(bytes, from, limit);
    if (exponent === from) return undefined;
    at = exponent;
  }
  return at;
}

function digitsEnd(bytes: Uint8Array, start: number, limit: number): number {
  let at = start;
  while (at < limit && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
  return at;
}

/** The value of an ASCII hex digit, -1 for anything else. */
export function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
