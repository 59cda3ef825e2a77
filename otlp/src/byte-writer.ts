// Hot path, measured by benchmarks/otlp-decode.ts: one growing buffer, no object per field.

/** Up to this many bytes a loop is faster than a call out of JavaScript. */
const SHORT = 24;

/** Bytes that grow by doubling. `at` may be set back to forget what was written after it. */
export class ByteWriter {
  bytes: Buffer;
  at = 0;
  #view: DataView;

  constructor(capacity = 256) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
    this.#view = new DataView(this.bytes.buffer);
  }

  /** Makes room for `more` bytes; call before writing into `bytes` by hand. */
  reserve(more: number): void {
    const needed = this.at + more;
    if (needed > this.bytes.length) this.#grow(needed);
  }

  #grow(needed: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  /** What was written, a view: further writing may change it. No Buffer, whose `slice` would not copy. */
  written(): Uint8Array {
    return new Uint8Array(this.bytes.buffer, 0, this.at);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  /** `value` in [0, 2^32). */
  varint32(value: number): void {
    this.reserve(5);
    const bytes = this.bytes;
    let at = this.at;
    let rest = value;
    while (rest > 0x7f) {
      bytes[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[at++] = rest;
    this.at = at;
  }

  /** Halves of 64 bits. */
  varint64(low: number, high: number): void {
    if (high >>> 0 === 0) {
      this.varint32(low >>> 0);
      return;
    }
    this.reserve(10);
    let lowRest = low >>> 0;
    let highRest = high >>> 0;
    while (highRest > 0 || lowRest > 0x7f) {
      this.bytes[this.at++] = (lowRest & 0x7f) | 0x80;
      lowRest = ((lowRest >>> 7) | (highRest << 25)) >>> 0;
      highRest >>>= 7;
    }
    this.bytes[this.at++] = lowRest;
  }

  fixed32(value: number): void {
    this.reserve(4);
    this.#view.setUint32(this.at, value, true);
    this.at += 4;
  }

  /** Halves of 64 bits. */
  fixed64(low: number, high: number): void {
    this.reserve(8);
    this.#view.setUint32(this.at, low, true);
    this.#view.setUint32(this.at + 4, high, true);
    this.at += 8;
  }

  /** The low 64 bits of `value`, so that negative numbers become two's complement. */
  fixed64Of(value: bigint): void {
    this.reserve(8);
    this.#view.setBigUint64(this.at, value, true);
    this.at += 8;
  }

  double(value: number): void {
    this.reserve(8);
    this.#view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  copy(from: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.reserve(length);
    const to = this.bytes;
    const at = this.at;
    if (length > SHORT) to.set(from.subarray(start, end), at);
    else for (let i = 0; i < length; i++) to[at + i] = from[start + i]!;
    this.at = at + length;
  }

  /** As UTF-8; lone surrogates become U+FFFD. */
  text(text: string): void {
    this.reserve(text.length * 3);
    if (text.length <= SHORT && this.#shortAscii(text)) return;
    this.at += this.bytes.write(text, this.at, 'utf8');
  }

  #shortAscii(text: string): boolean {
    const at = this.at;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      this.bytes[at + i] = code;
    }
    this.at = at + text.length;
    return true;
  }

  /** Begins a length-delimited content; give the result to `close`. */
  open(): number {
    this.byte(0);
    return this.at;
  }

  /** Writes the length before the content that began at `start`, moving it when the length needs more than a byte. */
  close(start: number): void {
    const end = this.at;
    const length = end - start;
    if (length < 0x80) {
      this.bytes[start - 1] = length;
      return;
    }
    const extra = length < 0x4000 ? 1 : length < 0x20_0000 ? 2 : length < 0x1000_0000 ? 3 : 4;
    this.reserve(extra);
    this.bytes.copyWithin(start + extra, start, end);
    this.at = start - 1;
    this.varint32(length);
    this.at = end + extra;
  }
}
