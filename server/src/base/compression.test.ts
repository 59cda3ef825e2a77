import { constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ContentEncoding, decompress, freeDecompressed } from './compression.ts';

const LIMIT = 1 << 20;

const compress: Readonly<Record<ContentEncoding, (bytes: Uint8Array) => Uint8Array>> = {
  identity: (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  zstd: (bytes) => zstdCompressSync(bytes),
};
const encodings = Object.keys(compress) as ContentEncoding[];

function codeOf(encoding: ContentEncoding, body: Uint8Array, limit = LIMIT): string {
  const result = decompress(encoding, body, limit);
  return result.ok ? 'ok' : result.error.code;
}

test('what was compressed comes back, in one part or in several', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...encodings),
      fc.uint8Array({ maxLength: 5_000 }),
      fc.nat(5_000),
      (encoding, bytes, cut) => {
        const parts = [bytes.subarray(0, cut), bytes.subarray(cut)];
        const isOneStream = encoding === 'deflate';
        const packed = isOneStream ? compress.deflate(bytes) : Buffer.concat(parts.map(compress[encoding]));
        const result = decompress(encoding, packed, LIMIT);
        expect(result.ok && Buffer.from(result.value).equals(Buffer.from(bytes))).toBe(true);
      },
    ),
  );
});

test('output of exactly the limit is given, one byte more is refused', () => {
  const bytes = new Uint8Array(70_000).fill(5);
  for (const encoding of encodings) {
    expect(codeOf(encoding, compress[encoding](bytes), bytes.length), encoding).toBe('ok');
    expect(codeOf(encoding, compress[encoding](bytes), bytes.length - 1), encoding).toBe('request-too-large');
  }
});

test('a second member or frame counts towards the limit', () => {
  const half = new Uint8Array(40_000);
  for (const encoding of ['gzip', 'zstd'] as const) {
    const packed = Buffer.concat([compress[encoding](half), compress[encoding](half)]);
    expect(codeOf(encoding, packed, 80_000), encoding).toBe('ok');
    expect(codeOf(encoding, packed, 79_999), encoding).toBe('request-too-large');
    expect(codeOf(encoding, packed, 40_000), encoding).toBe('request-too-large');
  }
});

test('a bomb is refused without being unpacked', () => {
  const zeros = new Uint8Array(64 << 20);
  for (const encoding of ['gzip', 'zstd'] as const) {
    const before = process.memoryUsage().arrayBuffers;
    expect(codeOf(encoding, compress[encoding](zeros), 1 << 20), encoding).toBe('request-too-large');
    expect(process.memoryUsage().arrayBuffers - before, encoding).toBeLessThan(16 << 20);
  }
});

test('a declared size that is a lie changes nothing', () => {
  const packed = gzipSync(Buffer.from('small'));
  packed.writeUInt32LE(0xffff_ffff, packed.length - 4);
  expect(codeOf('gzip', packed)).toBe('request-malformed');
});

test('bytes that are not wholly what they say they are', () => {
  const text = Buffer.from('something to pack, something to pack');
  for (const encoding of ['gzip', 'deflate', 'zstd'] as const) {
    const packed = compress[encoding](text);
    const cases: Readonly<Record<string, Uint8Array>> = {
      nothing: new Uint8Array(0),
      'plain text': text,
      'cut short': packed.subarray(0, packed.length - 3),
      'header alone': packed.subarray(0, 3),
      'junk after the end': Buffer.concat([packed, Buffer.from('junk')]),
      'zeros after the end': Buffer.concat([packed, new Uint8Array(6)]),
    };
    for (const [name, body] of Object.entries(cases)) {
      expect(codeOf(encoding, body), `${encoding}: ${name}`).toBe('request-malformed');
    }
  }
});

test('a zstd frame that asks for a large window and does not say its size is refused', () => {
  const { ZSTD_c_windowLog, ZSTD_c_contentSizeFlag } = constants;
  const pack = (windowLog: number): Uint8Array => {
    const params = { [ZSTD_c_windowLog]: windowLog, [ZSTD_c_contentSizeFlag]: 0 };
    return zstdCompressSync(new Uint8Array(1 << 25), { params });
  };
  expect(codeOf('zstd', pack(23), 1 << 26)).toBe('ok');
  expect(codeOf('zstd', pack(24), 1 << 26)).toBe('request-malformed');
});

test('a large output is given back at once; a small one shares its memory with others, which keep theirs', () => {
  const large = decompress('gzip', gzipSync(Buffer.alloc(1_000_000, 7)), 2_000_000);
  if (!large.ok) throw new Error(large.error.message);
  freeDecompressed(large.value);
  expect(large.value.length).toBe(0);
  for (const encoding of ['gzip', 'zstd'] as const) {
    const compressed = encoding === 'gzip' ? gzipSync('small') : zstdCompressSync('small');
    const neighbor = Buffer.from('beside it');
    const small = decompress(encoding, compressed, 1_000);
    if (!small.ok) throw new Error(small.error.message);
    freeDecompressed(small.value);
    expect(neighbor.toString()).toBe('beside it');
    expect(Buffer.from('made afterwards').toString()).toBe('made afterwards');
  }
});
