import type { Readable } from 'node:stream';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { type BodyPool, type ReadBodyOptions, readBody, tooLarge } from './read-body.ts';

/** Flag of one byte and length of four stand before each message. */
export const PREFIX_BYTES = 5;

export interface GrpcMessage {
  readonly isCompressed: boolean;
  /** Memory of the pool that the caller gives back. */
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface ReadMessageOptions {
  readonly pool: BodyPool;
  readonly limitBytes: number;
  /** Asked with the declared length before the message is read. */
  readonly reserve: ReadBodyOptions['reserve'];
}

/** The one message of a unary call. Its declared length is judged before anything of it is read. */
export async function readMessage(stream: Readable, options: ReadMessageOptions): Promise<Result<GrpcMessage>> {
  const prefix = await readPrefix(stream);
  if (prefix === undefined) return failure('request-malformed', 'message has no length prefix; send one unary message');
  const isCompressed = prefix.readUInt8(0) === 1;
  const declaredBytes = prefix.readUInt32BE(1);
  if (prefix.readUInt8(0) > 1) return failure('request-malformed', 'message has an unknown flag; send 0 or 1');
  if (declaredBytes > options.limitBytes) return tooLarge(options.limitBytes);
  // One byte more than declared shows a second message without reading it.
  const body = await readBody(stream, { ...options, declaredBytes, limitBytes: declaredBytes });
  if (!body.ok) {
    const isLonger = body.error.code === 'request-too-large';
    return isLonger ? failure('request-malformed', 'call has more than one message; send one') : body;
  }
  if (body.value.length < declaredBytes) {
    options.pool.give(body.value);
    return failure('request-malformed', `message has ${body.value.length} of ${declaredBytes} bytes; send it again`);
  }
  return success({ isCompressed, body: body.value });
}

function readPrefix(stream: Readable): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const finish = (prefix: Buffer | undefined): void => {
      stream.off('readable', onReadable).off('end', onEnd).off('close', onEnd).off('error', onEnd);
      resolve(prefix);
    };
    const onReadable = (): void => {
      // `read` gives what is left, shorter than asked for, once the stream has ended.
      const bytes = stream.read(PREFIX_BYTES) as Buffer | null;
      if (bytes !== null) finish(bytes.length === PREFIX_BYTES ? bytes : undefined);
    };
    const onEnd = (): void => finish(undefined);
    stream.on('readable', onReadable).on('end', onEnd).on('close', onEnd).on('error', onEnd);
    onReadable();
  });
}

/** A question of a health check or about a schema fits; telemetry is read by `readMessage`. */
const MAX_STREAMED_BYTES = 65_536;

/** The messages of a call that may send any number of them. */
export async function* readMessages(stream: Readable): AsyncGenerator<Result<Uint8Array>, void> {
  let held: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      held = Buffer.concat([held, chunk]);
      while (held.length >= PREFIX_BYTES) {
        const length = held.readUInt32BE(1);
        if (held.readUInt8(0) !== 0) {
          yield failure('encoding-unsupported', 'messages of this call must not be compressed; send them as they are');
          return;
        }
        if (length > MAX_STREAMED_BYTES) {
          yield tooLarge(MAX_STREAMED_BYTES);
          return;
        }
        const end = PREFIX_BYTES + length;
        if (held.length < end) break;
        yield success(new Uint8Array(held.subarray(PREFIX_BYTES, end)));
        held = held.subarray(end);
      }
    }
  } catch {
    // The connection ended: there is nobody to answer.
    return;
  }
  if (held.length > 0) yield failure('request-malformed', 'call ended inside of a message; send it again');
}

/** The message in a frame, not compressed. */
export function frameMessage(body: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(PREFIX_BYTES + body.length);
  frame.writeUInt32BE(body.length, 1);
  frame.set(body, PREFIX_BYTES);
  return frame;
}
