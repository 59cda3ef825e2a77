import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { mutateBytes } from './mutate-protobuf.ts';
import type { Random } from './random.ts';

/** A body and the encoding that its sender names. */
export interface Packed {
  readonly encoding: string;
  readonly body: Uint8Array;
}

const packers: Readonly<Record<string, (body: Uint8Array) => Uint8Array>> = {
  identity: (body) => body,
  gzip: (body) => gzipSync(body),
  deflate: (body) => deflateSync(body),
  zstd: (body) => zstdCompressSync(body),
};
const names = Object.keys(packers);

/** Mostly in order; now and then damaged, wrongly labelled, or a bomb. */
export function pack(body: Uint8Array, random: Random): Packed {
  const encoding = random.pick(names);
  const packed = packers[encoding]!(body);
  switch (random.below(12)) {
    case 0:
      return { encoding, body: mutateBytes(packed, random) };
    case 1:
      return {
        encoding: random.pick([...names, 'br', 'snappy', 'compress', 'gzip, gzip', 'x'.repeat(500)]),
        body: packed,
      };
    case 2:
      return { encoding, body: random.pick(bombs) };
    case 3:
      return { encoding: 'gzip', body: random.pick(oddGzips)(body) };
    default:
      return { encoding, body: packed };
  }
}

const MIB = 2 ** 20;
/** Made once and before anything is sent, since each takes a while. */
const bombs: readonly Uint8Array[] = [
  gzipSync(new Uint8Array(100 * MIB), { level: 1 }),
  zstdCompressSync(new Uint8Array(200 * MIB)),
  gzipSync(gzipSync(new Uint8Array(80 * MIB), { level: 1 })),
  // 31 million unknown fields, and as many empty groups.
  zstdCompressSync(Buffer.alloc(60 * MIB, Buffer.of(0x12, 0x00))),
  zstdCompressSync(Buffer.alloc(60 * MIB, Buffer.of(0x0a, 0x00))),
  // A frame that asks for a window of 2 GiB.
  Buffer.from('28b52ffd00a80100006100', 'hex'),
];

const oddGzips: readonly ((body: Uint8Array) => Uint8Array)[] = [
  (body) => Buffer.concat([gzipSync(body), gzipSync(new Uint8Array(0))]),
  (body) => Buffer.concat([gzipSync(body), Buffer.from('junk')]),
  (body) => gzipSync(body).subarray(0, 12),
  (body) => withName(gzipSync(body)),
  () => new Uint8Array(0),
  (body) => {
    const packed = gzipSync(body);
    packed[packed.length - 5]! ^= 1;
    return packed;
  },
];

/** The same with a file name of 64 KiB in its header (RFC 1952, 2.3). */
function withName(packed: Uint8Array): Uint8Array {
  const header = Buffer.from(packed.subarray(0, 10));
  header[3] = 8;
  return Buffer.concat([header, Buffer.alloc(65_536, 'n'), Buffer.of(0), packed.subarray(10)]);
}
