import {
  constants,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Result } from '@foreshock/model/known-error.ts';
import { type DurationMs, HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { delay } from '../schedule.ts';
import { frameMessage, type GrpcMessage, type ReadMessageOptions, readMessage } from './grpc-message.ts';
import { type ListenOptions, listen } from './listen.ts';

/** A unary call. */
export interface GrpcCall {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string | undefined;
  /** How long the caller waits, from now; absent when it does not say. */
  readonly timeoutMs: DurationMs | undefined;
  readonly readMessage: (options: ReadMessageOptions) => Promise<Result<GrpcMessage>>;
}

export interface GrpcAnswer {
  /** As in google.rpc.Code; 0 is OK. */
  readonly status: number;
  /** For people; any characters. */
  readonly message?: string;
  /** Only with status 0. */
  readonly body?: Uint8Array;
  /** Names that end in `-bin` take base64. */
  readonly trailers?: Readonly<Record<string, string>>;
}

export interface GrpcServerOptions extends ListenOptions {
  readonly maxConnections: number;
  /** Called for each path; who does not know one answers 12, unimplemented. */
  readonly handle: (call: GrpcCall) => Promise<GrpcAnswer>;
  /** For a `handle` that threw. */
  readonly answerError: (error: unknown, call: GrpcCall) => GrpcAnswer;
}

export interface GrpcServer {
  /** The port, once it listens. */
  start(): Promise<Result<number>>;
  /** Sends GOAWAY, answers what is being asked for at most `graceMs`, then closes. */
  stop(graceMs: DurationMs): Promise<void>;
}

/** The default of 64 KiB holds a sender back after each of its batches. */
const STREAM_WINDOW_BYTES = 1 << 20;
/** Bounds what one connection can make us hold before it is read. */
const CONNECTION_WINDOW_BYTES = 8 << 20;
const MAX_STREAMS = 128;
const MAX_HEADER_BYTES = 16_384;
const IDLE_MS = 120 * SECOND;
/** A call on which nothing moves in either direction for so long is given up. */
const SILENT_STREAM_MS = 60 * SECOND;

/** gRPC over HTTP/2 without TLS, unary calls alone: github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer({
    settings: {
      initialWindowSize: STREAM_WINDOW_BYTES,
      maxConcurrentStreams: MAX_STREAMS,
      maxHeaderListSize: MAX_HEADER_BYTES,
    },
  });
  server.maxConnections = options.maxConnections;
  server.on('session', (session) => {
    sessions.add(session);
    session.setLocalWindowSize(CONNECTION_WINDOW_BYTES);
    session.setTimeout(IDLE_MS, () => session.close());
    session.on('close', () => sessions.delete(session));
    // A peer that breaks the protocol is let go; its socket would otherwise stay.
    session.on('error', () => session.destroy());
  });
  server.on('stream', (stream, headers) => void answer(stream, headers, options));
  // A client that sends HTTP/1 or nothing: there is nothing to say to it.
  server.on('sessionError', () => undefined);

  return {
    start: () => listen(server, options),
    stop: async (graceMs) => {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.close();
      const settled = new AbortController();
      await Promise.race([closed, delay(graceMs, settled.signal)]);
      settled.abort();
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
}

async function answer(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { handle, answerError }: GrpcServerOptions,
): Promise<void> {
  // A peer that resets its stream is no error of ours; without a listener it would end the process.
  stream.on('error', () => undefined);
  stream.setTimeout(SILENT_STREAM_MS, () => stream.close(constants.NGHTTP2_CANCEL));
  if (headers[':method'] !== 'POST') return refuse(stream, 405);
  if (!/^application\/grpc(\+proto)?(;|$)/i.test(headers['content-type'] ?? '')) return refuse(stream, 415);

  const call: GrpcCall = {
    path: headers[':path'] ?? '',
    headers,
    remoteAddress: stream.session?.socket?.remoteAddress,
    timeoutMs: parseGrpcTimeout(headers['grpc-timeout']),
    readMessage: (readOptions) => readMessage(stream, readOptions),
  };
  let result: GrpcAnswer;
  try {
    result = await handle(call);
  } catch (error) {
    result = answerError(error, call);
  }
  respond(stream, result);
}

function respond(stream: ServerHttp2Stream, { status, message, body, trailers }: GrpcAnswer): void {
  // To respond on a stream that the peer has left throws.
  if (stream.destroyed || stream.closed) return;
  const closing = {
    'grpc-status': String(status),
    ...(message !== undefined && { 'grpc-message': encodeGrpcText(message) }),
    ...trailers,
  };
  const opening = { ':status': 200, 'content-type': 'application/grpc' };
  if (body === undefined) {
    stream.respond({ ...opening, ...closing }, { endStream: true });
    discardRest(stream);
    return;
  }
  stream.respond(opening, { waitForTrailers: true });
  stream.once('wantTrailers', () => stream.sendTrailers(closing));
  stream.end(frameMessage(body));
}

function refuse(stream: ServerHttp2Stream, status: number): void {
  stream.respond({ ':status': status }, { endStream: true });
  discardRest(stream);
}

/** What the peer still sends is not wanted (RFC 9113, 8.1); what it has sent must be read, or the stream never ends. */
function discardRest(stream: ServerHttp2Stream): void {
  stream.resume();
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
}

/** Percent-encoded UTF-8, as the protocol wants `grpc-message`. */
function encodeGrpcText(text: string): string {
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

const timeoutUnits: Readonly<Record<string, number>> = { H: HOUR, M: MINUTE, S: SECOND, m: 1, u: 1e-3, n: 1e-6 };

/** `undefined` for none and for one that is not as the protocol wants it. */
export function parseGrpcTimeout(header: string | string[] | undefined): DurationMs | undefined {
  const match = typeof header === 'string' ? /^(\d{1,8})([HMSmun])$/.exec(header) : null;
  return match === null ? undefined : Number(match[1]) * timeoutUnits[match[2]!]!;
}
