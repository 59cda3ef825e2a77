import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from './byte-writer.ts';
import { parseDouble, parseInt64, writeBase64Decoded, writeHexDecoded } from './parse-scalar.ts';

function int64(text: string, isSigned = true): bigint | undefined {
  const bytes = Buffer.from(text);
  const halves = parseInt64(bytes, 0, bytes.length, isSigned);
  return halves && (BigInt(halves.high) << 32n) + BigInt(halves.low);
}

test('whole numbers of 64 bits keep every digit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      expect(int64(String(value))).toBe(BigInt.asUintN(64, value));
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      expect(int64(String(value), false)).toBe(value);
    }),
  );
});

test('whole numbers may carry an exponent or an empty fraction', () => {
  expect([int64('1e3'), int64('-2.0'), int64('1.5e1'), int64('-0')]).toEqual([1_000n, 2n ** 64n - 2n, 15n, 0n]);
});

test('what is no whole number of 64 bits is refused', () => {
  for (const text of [
    '',
    '-',
    '1.5',
    'x',
    '1e',
    '0x10',
    '1 ',
    '9223372036854775808',
    '-9223372036854775809',
    '1e300',
    'NaN',
  ]) {
    expect(int64(text), text).toBeUndefined();
  }
  for (const text of ['-1', '18446744073709551616', '-2.0']) expect(int64(text, false), text).toBeUndefined();
});

test('doubles are numbers or one of three words', () => {
  const double = (text: string) => parseDouble(Buffer.from(text), 0, text.length);
  expect(['1.5', '-0', 'NaN', 'Infinity', '-Infinity', '1e-400'].map(double)).toEqual([
    1.5,
    -0,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
  ]);
  for (const text of ['', 'nan', '+1', '1.', ' 1', '1,5', '0x1']) expect(double(text), text).toBeUndefined();
});

test('hex of any case and base64 of either alphabet come back as bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
      const buffer = Buffer.from(bytes);
      for (const text of [buffer.toString('hex'), buffer.toString('hex').toUpperCase()]) {
        const out = new ByteWriter(1);
        expect(writeHexDecoded(out, Buffer.from(text), 0, text.length)).toBe(true);
        expect(out.written()).toEqual(bytes);
      }
      for (const text of [buffer.toString('base64'), buffer.toString('base64url')]) {
        const out = new ByteWriter(1);
        expect(writeBase64Decoded(out, Buffer.from(text), 0, text.length)).toBe(true);
        expect(out.written()).toEqual(bytes);
      }
    }),
  );
});

test('texts that are no hex or base64 write nothing', () => {
  for (const text of ['a', 'abc', 'xy', 'a ']) {
    const out = new ByteWriter();
    expect(writeHexDecoded(out, Buffer.from(text), 0, text.length), text).toBe(false);
    expect(out.at).toBe(0);
  }
  for (const text of ['a', 'ab=', 'ab===', 'a*==', '=', 'ab c']) {
    const out = new ByteWriter();
    expect(writeBase64Decoded(out, Buffer.from(text), 0, text.length), text).toBe(false);
    expect(out.at).toBe(0);
  }
});
