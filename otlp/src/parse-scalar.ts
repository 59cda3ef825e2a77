import type { ByteWriter } from './byte-writer.ts';
import { hexDigit, numberEnd } from './json-scanner.ts';

const TWO_32 = 4_294_967_296;
const decoder = new TextDecoder();

/** Halves of a two's complement number of 64 bits. */
export interface Halves {
  low: number;
  high: number;
}

/**
 * A whole number in decimal, exactly. Fractions and exponents are taken where the value is a whole number that a double
 * holds exactly, as in protobuf's JSON. `undefined` for anything else and outside of 64 bits.
 */
export function parseInt64(bytes: Uint8Array, start: number, end: number, isSigned: boolean): Halves | undefined {
  const isNegative = bytes[start] === 0x2d;
  const from = isNegative ? start + 1 : start;
  if (from === end) return undefined;
  let low = 0;
  let high = 0;
  for (let at = from; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return parseWholeDouble(bytes, start, end, isSigned);
    const product = low * 10 + digit;
    low = product % TWO_32;
    high = high * 10 + Math.floor(product / TWO_32);
    if (high >= TWO_32) return undefined;
  }
  if (isSigned && (high > 0x8000_0000 || (high === 0x8000_0000 && (low !== 0 || !isNegative)))) return undefined;
  if (isNegative && !isSigned && (low !== 0 || high !== 0)) return undefined;
  return isNegative ? negated(low, high) : { low, high };
}

function negated(low: number, high: number): Halves {
  const negativeLow = -low >>> 0;
  return { low: negativeLow, high: (~high + (negativeLow === 0 ? 1 : 0)) >>> 0 };
}

function parseWholeDouble(bytes: Uint8Array, start: number, end: number, isSigned: boolean): Halves | undefined {
  if (numberEnd(bytes, start, end) !== end) return undefined;
  const value = Number(decoder.decode(bytes.subarray(start, end)));
  if (!Number.isSafeInteger(value) || (value < 0 && !isSigned)) return undefined;
  const magnitude = Math.abs(value);
  const halves = { low: magnitude % TWO_32, high: Math.floor(magnitude / TWO_32) };
  return value < 0 ? negated(halves.low, halves.high) : halves;
}

/** A JSON number, or one of `NaN`, `Infinity`, `-Infinity`. */
export function parseDouble(bytes: Uint8Array, start: number, end: number): number | undefined {
  const text = decoder.decode(bytes.subarray(start, end));
  if (text === 'NaN') return Number.NaN;
  if (text === 'Infinity') return Number.POSITIVE_INFINITY;
  if (text === '-Infinity') return Number.NEGATIVE_INFINITY;
  return numberEnd(bytes, start, end) === end ? Number(text) : undefined;
}

/** Writes what a hex text of any case means. False, and nothing written, when it is none. */
export function writeHexDecoded(out: ByteWriter, bytes: Uint8Array, start: number, end: number): boolean {
  const before = out.at;
  const isEven = (end - start) % 2 === 0;
  for (let at = start; at < end && isEven; at += 2) {
    const high = hexDigit(bytes[at]);
    const low = hexDigit(bytes[at + 1]);
    if (high < 0 || low < 0) {
      out.at = before;
      return false;
    }
    out.byte(high * 16 + low);
  }
  return isEven;
}

/** Writes what a base64 text means; both alphabets, padding optional. False, and nothing written, when it is none. */
export function writeBase64Decoded(out: ByteWriter, bytes: Uint8Array, start: number, end: number): boolean {
  const before = out.at;
  let stop = end;
  while (stop > start && end - stop < 2 && bytes[stop - 1] === 0x3d) stop--;
  const isWhole = (stop - start) % 4 !== 1 && (stop === end || (end - start) % 4 === 0);
  let bits = 0;
  let held = 0;
  for (let at = start; at < stop && isWhole; at++) {
    const digit = base64Digit(bytes[at]!);
    if (digit < 0) {
      out.at = before;
      return false;
    }
    bits = ((bits << 6) | digit) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out.byte((bits >>> held) & 0xff);
  }
  return isWhole;
}

function base64Digit(byte: number): number {
  if (byte >= 0x41 && byte <= 0x5a) return byte - 0x41;
  if (byte >= 0x61 && byte <= 0x7a) return byte - 0x61 + 26;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30 + 52;
  if (byte === 0x2b || byte === 0x2d) return 62;
  return byte === 0x2f || byte === 0x5f ? 63 : -1;
}
