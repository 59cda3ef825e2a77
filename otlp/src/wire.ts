// Hot path, measured by benchmarks/otlp-decode.ts: numbers as halves of 32 bits, no object per field.

/** Wire types of protobuf; 3 and 4 are the deprecated groups, 6 and 7 do not exist. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH = 2;
export const GROUP_START = 3;
export const GROUP_END = 4;
export const FIXED32 = 5;

/** Beyond every limit: a reader that stands here has ended all loops. */
const NOWHERE = 0x7fff_ffff;
/** OTLP has no groups at all; what nests deeper is an attack and no old sender. */
const MAX_GROUP_DEPTH = 64;

/**
 * A cursor over protobuf bytes. Nothing is read beyond `limit`, the end of the message that was entered last.
 *
 * The first malformed thing sets `fault` and moves the cursor beyond every limit, so that loops of the form
 * `while (reader.at < reader.limit)` end by themselves and all further reads give zero and empty. Whoever started the
 * reading looks at `fault` once, at the end.
 */
export class WireReader {
  readonly bytes: Uint8Array;
  at = 0;
  limit: number;
  fault: string | undefined = undefined;
  /** The number read last: halves of a varint or of 64 fixed bits, both unsigned. */
  low = 0;
  high = 0;
  /** The slice read last. */
  start = 0;
  end = 0;
  /** For those who have checked the limit themselves. */
  readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.limit = bytes.length;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** `field number << 3 | wire type`, unsigned; 0 after a fault. */
  readTag(): number {
    const at = this.at;
    if (at < this.limit) {
      const byte = this.bytes[at]!;
      if (byte >= 8 && byte < 0x80) {
        this.at = at + 1;
        return byte;
      }
    }
    this.readVarint();
    if (this.high !== 0) return this.fail('field number above 536870911');
    if (this.low < 8) return this.fail('field number 0');
    return this.low;
  }

  /** Sets `low` and `high`. */
  readVarint(): void {
    const at = this.at;
    if (at < this.limit) {
      const byte = this.bytes[at]!;
      if (byte < 0x80) {
        this.at = at + 1;
        this.low = byte;
        this.high = 0;
        return;
      }
    }
    this.#readLongVarint();
  }

  #readLongVarint(): void {
    let at = this.at;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= this.limit) {
        this.fail('number cut off');
        return;
      }
      const byte = this.bytes[at++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        if (shift === 63 && byte > 1) break;
        this.at = at;
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    this.fail('number longer than 64 bits');
  }

  /** Sets `low` and `high`. */
  readFixed64(): void {
    const at = this.at;
    if (at + 8 > this.limit) {
      this.fail('64-bit number cut off');
      return;
    }
    this.low = this.view.getUint32(at, true);
    this.high = this.view.getUint32(at + 4, true);
    this.at = at + 8;
  }

  readFixed32(): number {
    const at = this.at;
    if (at + 4 > this.limit) return this.fail('32-bit number cut off');
    this.at = at + 4;
    return this.view.getUint32(at, true);
  }

  readDouble(): number {
    const at = this.at;
    if (at + 8 > this.limit) return this.fail('64-bit number cut off');
    this.at = at + 8;
    return this.view.getFloat64(at, true);
  }

  /** Sets `start` and `end` to a length-delimited field's content and steps over it. */
  readSlice(): void {
    const length = this.#readLength();
    this.start = this.fault === undefined ? this.at : 0;
    this.end = this.start + length;
    this.at += length;
  }

  /** Steps into a message; what it returns goes to `leave` afterwards. */
  enter(): number {
    const outer = this.limit;
    const length = this.#readLength();
    if (this.fault === undefined) this.limit = this.at + length;
    return outer;
  }

  leave(outer: number): void {
    this.limit = outer;
  }

  /** Goes to a slice that was stepped over before; `resume` with the former `at` and `limit` comes back. */
  visit(start: number, end: number): void {
    if (this.fault !== undefined) return;
    this.at = start;
    this.limit = end;
  }

  resume(at: number, limit: number): void {
    if (this.fault === undefined) this.at = at;
    this.limit = limit;
  }

  #readLength(): number {
    this.readVarint();
    const length = this.low;
    if (this.high !== 0 || length > this.limit - this.at) return this.fail('length beyond the end of its message');
    return length;
  }

  /** Steps over a field that nobody knows. */
  skip(tag: number): void {
    switch (tag & 7) {
      case VARINT:
        this.readVarint();
        return;
      case FIXED64:
        this.#advance(8);
        return;
      case LENGTH:
        this.#advance(this.#readLength());
        return;
      case GROUP_START:
        this.#skipGroup(tag >>> 3);
        return;
      case FIXED32:
        this.#advance(4);
        return;
      case GROUP_END:
        this.fail('end of a group that never began');
        return;
      default:
        this.fail('wire type that does not exist');
    }
  }

  #skipGroup(field: number): void {
    const open = [field];
    while (open.length > 0) {
      const tag = this.readTag();
      if (this.fault !== undefined) return;
      if ((tag & 7) === GROUP_START) {
        if (open.push(tag >>> 3) > MAX_GROUP_DEPTH) this.fail('groups nested too deep');
      } else if ((tag & 7) === GROUP_END) {
        if (open.pop() !== tag >>> 3) this.fail('end of a group that never began');
      } else this.skip(tag);
    }
  }

  #advance(length: number): void {
    if (length > this.limit - this.at) this.fail('field cut off');
    else this.at += length;
  }

  /** The first fault stays. Returns 0, the value that every read gives from now on. */
  fail(what: string): 0 {
    this.fault ??= `${what} at byte ${Math.min(this.at, this.bytes.length)}`;
    this.at = NOWHERE;
    this.low = 0;
    this.high = 0;
    return 0;
  }
}
