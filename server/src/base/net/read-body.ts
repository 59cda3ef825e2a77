import type { Readable } from 'node:stream';
import { failure, type KnownError, type Result, success } from '@foreshock/model/known-error.ts';

/** Memory for bodies, used again: to write into warm memory is five times as fast as into fresh. */
export interface BodyPool {
  /** At least `bytes` long; may hold what another body left. */
  take(bytes: number): Uint8Array<ArrayBuffer>;
  /** Any view of memory that was taken. Nobody may use it afterwards. */
  give(memory: Uint8Array<ArrayBuffer>): void;
}

export interface ReadBodyOptions {
  readonly pool: BodyPool;
  /** Content-Length; absent when the sender does not say. */
  readonly declaredBytes?: number | undefined;
  readonly limitBytes: number;
  /** Asked before the memory for so many bytes in all is taken; an error refuses the request. */
  readonly reserve: (totalBytes: number) => KnownError | undefined;
}

const SMALLEST_BYTES = 65_536;
const MAX_IDLE_BYTES = 64 << 20;

export function createBodyPool(): BodyPool {
  const idleBySize = new Map<number, ArrayBuffer[]>();
  let idleBytes = 0;
  return {
    take: (bytes) => {
      const size = sizeClassOf(bytes);
      const memory = idleBySize.get(size)?.pop();
      if (memory === undefined) return new Uint8Array(size);
      idleBytes -= size;
      return new Uint8Array(memory);
    },
    give: ({ buffer }) => {
      const size = buffer.byteLength;
      const isOurs = size > 0 && sizeClassOf(size) === size;
      if (!isOurs || idleBytes + size > MAX_IDLE_BYTES) return;
      idleBytes += size;
      idleBySize.set(size, [...(idleBySize.get(size) ?? []), buffer]);
    },
  };
}

function sizeClassOf(bytes: number): number {
  return Math.max(SMALLEST_BYTES, 2 ** Math.ceil(Math.log2(Math.max(1, bytes))));
}

/**
 * The whole body, in memory of the pool that the caller gives back. `request-too-large` before reading when the declared
 * size is, else as soon as it shows; the error of `reserve` when it refuses; `request-malformed` when the sender
 * went away.
 */
export async function readBody(stream: Readable, options: ReadBodyOptions): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const { pool, declaredBytes, limitBytes, reserve } = options;
  if (declaredBytes !== undefined && declaredBytes > limitBytes) return tooLarge(limitBytes);
  const firstBytes = declaredBytes ?? SMALLEST_BYTES;
  const refusal = reserve(firstBytes);
  if (refusal !== undefined) return { ok: false, error: refusal };

  let memory = pool.take(firstBytes);
  let length = 0;
  const refuse = (refusal: Result<never>): Result<never> => {
    pool.give(memory);
    return refusal;
  };
  try {
    // Leaving the loop must not end the stream: the answer goes out on the same connection.
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      const needed = length + chunk.length;
      if (needed > limitBytes) return refuse(tooLarge(limitBytes));
      if (needed > memory.length) {
        const larger = pool.take(Math.max(needed, memory.length * 2));
        const refusedNow = reserve(Math.min(larger.length, limitBytes));
        if (refusedNow !== undefined) {
          pool.give(larger);
          return refuse({ ok: false, error: refusedNow });
        }
        larger.set(memory.subarray(0, length));
        pool.give(memory);
        memory = larger;
      }
      memory.set(chunk, length);
      length = needed;
    }
  } catch {
    // The only errors of a request stream are those of a connection that ended; nobody is left to be told more.
    return refuse(failure('request-malformed', 'request body ended early; send it again'));
  }
  return success(memory.subarray(0, length));
}

export function tooLarge(limitBytes: number): Result<never> {
  return failure('request-too-large', `request body is larger than ${limitBytes} bytes; send smaller batches`);
}
