import {
  constants,
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { type Socket, Server as TcpServer } from 'node:net';
import type { Result } from '@foreshock/model/known-error.ts';
import { type DurationMs, HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { delay } from '../schedule.ts';
import { frameMessage, type GrpcMessage, type ReadMessageOptions, readMessage, readMessages } from './grpc-message.ts';
import { discardRest } from './http-request.ts';
import { followSessions, type Http2SessionsOptions, http2Settings } from './http2-sessions.ts';
import { type ListenOptions, listen } from './listen.ts';
import { contextOptions, serverOptions, type TlsIdentity } from './tls-options.ts';

export interface GrpcCall {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string | undefined;
  /** How long the caller waits, from now; absent when it does not say. */
  readonly timeoutMs: DurationMs | undefined;
  /** Of a unary call. */
  readonly readMessage: (options: ReadMessageOptions) => Promise<Result<GrpcMessage>>;
  /** Of a call that sends several: small ones, not compressed. Ends after the first error. */
  readonly readMessages: () => AsyncIterable<Result<Uint8Array>>;
  /** Aborted when the call has ended, by whichever side. */
  readonly ended: AbortSignal;
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

/** Messages one after the other, then how the call ends. */
export type GrpcStream = AsyncGenerator<Uint8Array, GrpcAnswer>;

export interface GrpcServerOptions extends ListenOptions, Http2SessionsOptions {
  readonly maxConnections: number;
  /** With it the port speaks TLS alone. */
  readonly tls?: TlsIdentity | undefined;
  /** Called for each path; who does not know one answers 12, unimplemented. */
  readonly handle: (call: GrpcCall) => Promise<GrpcAnswer> | GrpcStream;
  /** For a `handle` that threw. */
  readonly answerError: (error: unknown, call: GrpcCall) => GrpcAnswer;
}

export interface GrpcServer {
  /** The port, once it listens. */
  start(): Promise<Result<number>>;
  /** Sends GOAWAY, answers what is being asked for at most `graceMs`, then closes. */
  stop(graceMs: DurationMs): Promise<void>;
  /** Shown to new connections; those that are open live on. Only of a server that was made with an identity. */
  replaceIdentity(identity: TlsIdentity): void;
}

/** A call on which nothing moves in either direction for so long is given up. */
const SILENT_STREAM_MS = 60 * SECOND;

/** gRPC over HTTP/2: github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const { tls } = options;
  const secure = tls && createSecureServer({ settings: http2Settings, ...serverOptions(tls) });
  const server = secure ?? createServer({ settings: http2Settings });
  // A TLS client that does not choose HTTP/2 is not kept waiting.
  server.on('unknownProtocol', (socket: Socket) => socket.destroy());
  const sessions = followSessions(server, options);
  server.maxConnections = options.maxConnections;
  // Those whose handshake goes on have no session yet.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('stream', (stream, headers) => void answer(stream, headers, options));

  return {
    start: () => listen(server, options),
    replaceIdentity: (identity) => secure?.setSecureContext(contextOptions(identity)),
    stop: async (graceMs) => {
      if (!server.listening) return;
      // The close of HTTP/2 itself would end all sessions before they could be retired.
      const closed = new Promise<void>((resolve) => TcpServer.prototype.close.call(server, () => resolve()));
      sessions.retire();
      const settled = new AbortController();
      await Promise.race([closed, delay(graceMs, settled.signal)]);
      settled.abort();
      sessions.destroy();
      for (const socket of sockets) socket.destroy();
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

  const ended = new AbortController();
  stream.on('close', () => ended.abort());
  const call: GrpcCall = {
    path: headers[':path'] ?? '',
    headers,
    remoteAddress: stream.session?.socket?.remoteAddress,
    timeoutMs: parseGrpcTimeout(headers['grpc-timeout']),
    readMessage: (readOptions) => readMessage(stream, readOptions),
    readMessages: () => readMessages(stream),
    ended: ended.signal,
  };
  try {
    const answering = handle(call);
    if (Symbol.asyncIterator in answering) await respondInParts(stream, answering);
    else respond(stream, await answering);
  } catch (error) {
    respond(stream, answerError(error, call));
  }
}

const opening = { ':status': 200, 'content-type': 'application/grpc' };

function respond(stream: ServerHttp2Stream, result: GrpcAnswer): void {
  // To respond on a stream that the peer has left throws.
  if (stream.destroyed || stream.closed) return;
  if (stream.headersSent) {
    end(stream, result);
    return;
  }
  if (result.body === undefined) {
    stream.respond({ ...opening, ...closingOf(result) }, { endStream: true });
    discardRest(stream);
    return;
  }
  stream.respond(opening, { waitForTrailers: true });
  end(stream, result);
}

async function respondInParts(stream: ServerHttp2Stream, parts: GrpcStream): Promise<void> {
  // It may wait for hours: that the peer is there is seen at the connection.
  stream.setTimeout(0);
  for (;;) {
    const next = await parts.next();
    if (stream.destroyed || stream.closed) return;
    if (!stream.headersSent) stream.respond(opening, { waitForTrailers: true });
    if (next.done) {
      end(stream, next.value);
      return;
    }
    if (!stream.write(frameMessage(next.value))) await drained(stream);
  }
}

function end(stream: ServerHttp2Stream, result: GrpcAnswer): void {
  stream.once('wantTrailers', () => stream.sendTrailers(closingOf(result)));
  if (result.body === undefined) stream.end();
  else stream.end(frameMessage(result.body));
  // A reset could overtake the trailers, so what the peer still sends is read and thrown away.
  stream.resume();
  stream.setTimeout(SILENT_STREAM_MS, () => stream.close(constants.NGHTTP2_CANCEL));
}

function drained(stream: ServerHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      stream.off('drain', go).off('close', go);
      resolve();
    };
    stream.on('drain', go).on('close', go);
  });
}

function closingOf({ status, message, trailers }: GrpcAnswer): Record<string, string> {
  return {
    'grpc-status': String(status),
    ...(message !== undefined && { 'grpc-message': encodeGrpcText(message) }),
    ...trailers,
  };
}

function refuse(stream: ServerHttp2Stream, status: number): void {
  stream.respond({ ':status': status }, { endStream: true });
  discardRest(stream);
}

/** Percent-encoded UTF-8, as the protocol wants `grpc-message`. */
export function encodeGrpcText(text: string): string {
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
