import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIXED32, FIXED64, GROUP_END, GROUP_START, LENGTH, VARINT, WireReader } from './wire.ts';

function readerOf(...bytes: number[]): WireReader {
  return new WireReader(Uint8Array.from(bytes));
}

function varintOf(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}

test('a varint of 64 bits comes back in two halves', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), (value) => {
      const reader = readerOf(...varintOf(value));
      reader.readVarint();
      expect((BigInt(reader.high) << 32n) | BigInt(reader.low)).toBe(BigInt.asUintN(64, value));
      expect(reader.at).toBe(reader.limit);
      expect(reader.fault).toBeUndefined();
    }),
  );
});

test('a varint may be written longer than needed, up to ten bytes', () => {
  const reader = readerOf(0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00);
  reader.readVarint();
  expect([reader.low, reader.high, reader.fault]).toEqual([1, 0, undefined]);
});

test('malformed numbers and lengths are faults that name their place', () => {
  const check = (fault: string, bytes: number[], read: (reader: WireReader) => void) => {
    const reader = readerOf(...bytes);
    read(reader);
    expect(reader.fault, fault).toContain(fault);
    expect(reader.at).toBeGreaterThan(reader.limit);
  };
  const eleven = Array.from({ length: 11 }, () => 0x80);
  check('number cut off at byte 0', [], (reader) => reader.readVarint());
  check('number cut off at byte 0', [0x80], (reader) => reader.readVarint());
  check('number longer than 64 bits', eleven, (reader) => reader.readVarint());
  check('number longer than 64 bits', [...eleven.slice(2), 0x02], (reader) => reader.readVarint());
  check('64-bit number cut off', [1, 2, 3, 4, 5, 6, 7], (reader) => reader.readFixed64());
  check('64-bit number cut off', [1], (reader) => reader.readDouble());
  check('32-bit number cut off', [1, 2, 3], (reader) => reader.readFixed32());
  check('length beyond the end', [2, 1], (reader) => reader.readSlice());
  check('length beyond the end', varintOf(2n ** 40n), (reader) => reader.readSlice());
  check('length beyond the end', [0xff, 0xff, 0xff, 0xff, 0x0f], (reader) => reader.enter());
  check('field number 0', [0x02], (reader) => reader.readTag());
  check('field number above', varintOf(2n ** 32n + 8n), (reader) => reader.readTag());
});

test('the largest field number is read', () => {
  expect(readerOf(...varintOf((2n ** 29n - 1n) << 3n)).readTag()).toBe(0xffff_fff8);
});

test('nothing is read beyond the message that was entered', () => {
  const reader = readerOf(2, 0x0a, 5, 1, 1, 1, 1, 1);
  const outer = reader.enter();
  reader.readTag();
  reader.readSlice();
  reader.leave(outer);
  expect(reader.fault).toContain('length beyond the end');
});

test('unknown fields of every wire type are stepped over', () => {
  const field = 9_999 << 3;
  const bytes = [
    ...[...varintOf(BigInt(field | VARINT)), 0x80, 0x01],
    ...[...varintOf(BigInt(field | FIXED64)), 1, 2, 3, 4, 5, 6, 7, 8],
    ...[...varintOf(BigInt(field | LENGTH)), 2, 7, 7],
    ...[...varintOf(BigInt(field | FIXED32)), 1, 2, 3, 4],
    ...[...varintOf(BigInt(field | GROUP_START)), 0x0b, 0x08, 1, 0x0c, ...varintOf(BigInt(field | GROUP_END))],
  ];
  const reader = readerOf(...bytes);
  while (reader.at < reader.limit) reader.skip(reader.readTag());
  expect(reader.fault).toBeUndefined();
  expect(reader.at).toBe(bytes.length);
});

test('groups that do not close, close another or nest without end are faults', () => {
  const check = (...bytes: number[]) => {
    const reader = readerOf(...bytes);
    reader.skip(reader.readTag());
    expect(reader.fault, String(bytes)).toBeDefined();
  };
  check(0x0b);
  check(0x0b, 0x14);
  check(0x0c);
  check(...Array.from({ length: 1_000 }, () => 0x0b));
  check(0x0e);
  check(0x0f);
});

test('the first fault stays, and later reads give nothing', () => {
  const reader = readerOf(0x80);
  reader.readVarint();
  const { fault } = reader;
  reader.readSlice();
  expect([reader.start, reader.end, reader.readTag(), reader.readDouble()]).toEqual([0, 0, 0, 0]);
  expect(reader.fault).toBe(fault);
});
