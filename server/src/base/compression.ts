import { constants, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';

export type ContentEncoding = 'identity' | 'gzip' | 'deflate' | 'zstd';

export const contentEncodings: readonly ContentEncoding[] = ['identity', 'gzip', 'deflate', 'zstd'];

/** A frame may ask for any window; 8 MiB is what RFC 9659 lets a sender use over HTTP. */
const MAX_ZSTD_WINDOW_LOG = 23;

const MIN_CHUNK_BYTES = 1_024;
const DEFAULT_CHUNK_BYTES = 65_536;

/** With `info: true` Node gives the engine besides the output; its types do not know. */
interface Inflated {
  readonly buffer: Buffer;
  /** `bytesWritten` is how much of the input was used. */
  readonly engine: { readonly bytesWritten: number };
}

/**
 * The whole of `body` decompressed; runs on the calling thread, so it belongs in a worker.
 *
 * gzip     one or several members
 * deflate  zlib format (RFC 1950), as HTTP means it
 * zstd     one or several frames, window at most 8 MiB
 *
 * `request-too-large` as soon as the output passes `maxOutputBytes`; `request-malformed` for a wrong header, a cut end,
 * or bytes after the end. Identity gives `body` itself.
 */
export function decompress(encoding: ContentEncoding, body: Uint8Array, maxOutputBytes: number): Result<Uint8Array> {
  if (encoding === 'identity') return body.length > maxOutputBytes ? tooLarge(maxOutputBytes) : success(body);
  try {
    return encoding === 'zstd' ? decompressZstd(body, maxOutputBytes) : inflate(encoding, body, maxOutputBytes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxOutputBytes);
    const isAboutTheBytes = typeof code === 'string' && (code.startsWith('Z_') || code.startsWith('ZSTD_'));
    if (!isAboutTheBytes) throw error;
    return malformed(encoding, (error as Error).message.toLowerCase());
  }
}

/**
 * Gives the memory of an output of `decompress` back at once; nothing may look at it afterwards. The collector of garbage
 * would wait for dozens of megabytes of it, in each thread. Small outputs share their memory with others and stay.
 */
export function freeDecompressed({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}

function inflate(encoding: 'gzip' | 'deflate', body: Uint8Array, maxOutputBytes: number): Result<Uint8Array> {
  const run = encoding === 'gzip' ? gunzipSync : inflateSync;
  const declared = encoding === 'gzip' ? sizeInGzipTrailer(body) : undefined;
  const { buffer, engine } = run(body, {
    info: true,
    maxOutputLength: maxOutputBytes,
    chunkSize: chunkSizeFor(declared, maxOutputBytes),
  }) as unknown as Inflated;
  return engine.bytesWritten === body.length ? success(buffer) : malformed(encoding, 'bytes after the end');
}

function decompressZstd(body: Uint8Array, maxOutputBytes: number): Result<Uint8Array> {
  const frames: Buffer[] = [];
  let used = 0;
  let outputBytes = 0;
  do {
    const rest = body.subarray(used);
    const left = maxOutputBytes - outputBytes;
    if (left <= 0) return tooLarge(maxOutputBytes);
    const { buffer, engine } = zstdDecompressSync(rest, {
      info: true,
      maxOutputLength: left,
      chunkSize: chunkSizeFor(sizeInZstdHeader(rest), left),
      params: { [constants.ZSTD_d_windowLogMax]: MAX_ZSTD_WINDOW_LOG },
    }) as unknown as Inflated;
    frames.push(buffer);
    outputBytes += buffer.length;
    used += engine.bytesWritten;
  } while (used < body.length);
  return success(frames.length === 1 ? frames[0]! : Buffer.concat(frames));
}

/** One output chunk of the right size saves a third of the time; the declared size is only the peer's word. */
function chunkSizeFor(declared: number | undefined, limit: number): number {
  return Math.max(MIN_CHUNK_BYTES, Math.min(declared ?? DEFAULT_CHUNK_BYTES, limit));
}

/** ISIZE of the last member (RFC 1952, 2.3.1), modulo 2^32. */
function sizeInGzipTrailer(body: Uint8Array): number | undefined {
  if (body.length < 18) return undefined;
  return new DataView(body.buffer, body.byteOffset, body.length).getUint32(body.length - 4, true);
}

/** Frame_Content_Size (RFC 8878, 3.1.1.1); `undefined` when the frame does not say. */
function sizeInZstdHeader(frame: Uint8Array): number | undefined {
  if (frame.length < 18) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const descriptor = view.getUint8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryIdBytes = [0, 1, 2, 4][descriptor & 3]!;
  const at = 5 + (isSingleSegment ? 0 : 1) + dictionaryIdBytes;
  switch (descriptor >> 6) {
    case 0:
      return isSingleSegment ? view.getUint8(at) : undefined;
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}

function tooLarge(maxOutputBytes: number): Result<never> {
  return failure(
    'request-too-large',
    `request body is larger than ${maxOutputBytes} bytes after decompression; send smaller batches`,
  );
}

function malformed(encoding: ContentEncoding, why: string): Result<never> {
  return failure('request-malformed', `request body is not valid ${encoding}: ${why}; send it compressed as declared`);
}
