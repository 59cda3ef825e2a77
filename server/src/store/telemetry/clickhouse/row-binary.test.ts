import { expect, test } from 'vitest';
import { RowBinaryReader } from './row-binary.ts';

test('values are read one after another, arrays at any offset', () => {
  const floats = new Uint8Array(Float64Array.of(1.5, Number.NaN, Number.NEGATIVE_INFINITY).buffer);
  const minutes = new Uint8Array(Uint32Array.of(1, 2 ** 32 - 1).buffer);
  const bins = new Uint8Array(Int32Array.of(-7).buffer);
  const text = new TextEncoder().encode('é'.repeat(100));
  const bytes = Uint8Array.of(5, 0xc8, 1, ...text, 3, ...floats, 2, ...minutes, 1, ...bins, 0xab, 0xcd, 0);
  const reader = new RowBinaryReader(bytes);
  expect(reader.uint8()).toBe(5);
  expect(reader.text()).toBe('é'.repeat(100));
  expect([...reader.float64s()]).toEqual([1.5, Number.NaN, Number.NEGATIVE_INFINITY]);
  expect([...reader.uint32s()]).toEqual([1, 2 ** 32 - 1]);
  expect([...reader.int32s()]).toEqual([-7]);
  expect(reader.hex(2)).toBe('abcd');
  expect(reader.text()).toBe('');
  expect(reader.atEnd).toBe(true);
});
