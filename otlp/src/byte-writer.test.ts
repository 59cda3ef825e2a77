import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from './byte-writer.ts';
import { WireReader } from './wire.ts';

test('texts are written as UTF-8, lone surrogates as U+FFFD', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary-ascii', maxLength: 80 })), (text) => {
      const out = new ByteWriter(1);
      out.text(text);
      expect([...out.written()]).toEqual([...new TextEncoder().encode(text)]);
    }),
  );
  const out = new ByteWriter(1);
  out.text('a\ud800b');
  expect(Buffer.from(out.written()).toString()).toBe('a\ufffdb');
});

test('numbers come back from the reader', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.double(), (value, double) => {
      const low = Number(value & 0xffff_ffffn);
      const high = Number(value >> 32n);
      const out = new ByteWriter(1);
      out.varint64(low, high);
      out.varint32(low);
      out.fixed64(low, high);
      out.fixed64Of(value);
      out.fixed32(low);
      out.double(double);
      const reader = new WireReader(out.written());
      const halves = () => [reader.low, reader.high];
      reader.readVarint();
      expect(halves()).toEqual([low, high]);
      reader.readVarint();
      expect(halves()).toEqual([low, 0]);
      reader.readFixed64();
      expect(halves()).toEqual([low, high]);
      reader.readFixed64();
      expect(halves()).toEqual([low, high]);
      expect(reader.readFixed32()).toBe(low);
      expect(reader.readDouble()).toBe(double);
      expect(reader.at).toBe(out.at);
    }),
  );
});

test('contents of every length get their length before them', () => {
  for (const length of [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152]) {
    const out = new ByteWriter(1);
    out.byte(9);
    const start = out.open();
    out.copy(new Uint8Array(length).fill(7), 0, length);
    out.close(start);
    out.byte(9);
    const reader = new WireReader(out.written());
    reader.at = 1;
    reader.readSlice();
    expect(reader.end - reader.start).toBe(length);
    expect(reader.bytes.subarray(reader.start, reader.end).every((byte) => byte === 7)).toBe(true);
    expect([...reader.bytes.subarray(reader.end)]).toEqual([9]);
  }
});
