import type { ByteWriter } from './byte-writer.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const hexDigits = new TextEncoder().encode('0123456789abcdef');
const base64Digits = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = 0x3d;

/** A UTF-8 slice as a JSON string. Invalid UTF-8 stays as it is; no escape changes how it is read. */
export function writeJsonString(out: ByteWriter, bytes: Uint8Array, start: number, end: number): void {
  out.byte(QUOTE);
  let from = start;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH) continue;
    out.copy(bytes, from, at);
    from = at + 1;
    out.byte(BACKSLASH);
    if (byte >= 0x20) out.byte(byte);
    else {
      out.text('u00');
      out.byte(hexDigits[byte >>> 4]!);
      out.byte(hexDigits[byte & 15]!);
    }
  }
  out.copy(bytes, from, end);
  out.byte(QUOTE);
}

export function writeBase64(out: ByteWriter, bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at += 3) {
    const left = end - at;
    const first = bytes[at]!;
    const second = left > 1 ? bytes[at + 1]! : 0;
    const third = left > 2 ? bytes[at + 2]! : 0;
    out.byte(base64Digits[first >>> 2]!);
    out.byte(base64Digits[((first & 3) << 4) | (second >>> 4)]!);
    out.byte(left > 1 ? base64Digits[((second & 15) << 2) | (third >>> 6)]! : PADDING);
    out.byte(left > 2 ? base64Digits[third & 63]! : PADDING);
  }
}

export function writeHex(out: ByteWriter, bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at++) {
    out.byte(hexDigits[bytes[at]! >>> 4]!);
    out.byte(hexDigits[bytes[at]! & 15]!);
  }
}

/** A signed number of 64 bits, given in halves, with all its digits. */
export function writeInt64(out: ByteWriter, low: number, high: number): void {
  if (high === 0) writeDigits(out, low);
  else out.text(((BigInt(high | 0) << 32n) | BigInt(low)).toString());
}

export function writeUint64(out: ByteWriter, low: number, high: number): void {
  if (high === 0) writeDigits(out, low);
  else out.text(((BigInt(high) << 32n) | BigInt(low)).toString());
}

/** `value` in [0, 2^32). */
function writeDigits(out: ByteWriter, value: number): void {
  let length = 1;
  for (let bound = 10; bound <= value; bound *= 10) length++;
  out.reserve(length);
  let rest = value;
  for (let at = out.at + length - 1; at >= out.at; at--) {
    const shorter = Math.floor(rest / 10);
    out.bytes[at] = 0x30 + rest - shorter * 10;
    rest = shorter;
  }
  out.at += length;
}

/** As JSON writes it; beyond JSON `NaN`, `Infinity` and `-Infinity`, and the sign of zero is kept. */
export function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Inside of JSON, where NaN and the infinities are strings. */
export function writeJsonDouble(out: ByteWriter, value: number): void {
  const text = doubleText(value);
  out.text(Number.isFinite(value) ? text : `"${text}"`);
}
