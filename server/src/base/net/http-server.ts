import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Result } from '@foreshock/model/known-error.ts';
import { type DurationMs, SECOND } from '@foreshock/model/time.ts';
import { delay } from '../schedule.ts';
import { chooseProtocol } from './choose-protocol.ts';
import { describeHttp1, describeHttp2, discardRest, type HttpRequest } from './http-request.ts';
import { followSessions, type Http2SessionsOptions, http2Settings } from './http2-sessions.ts';
import { type ListenOptions, listen } from './listen.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpServerOptions extends ListenOptions, Http2SessionsOptions {
  readonly maxConnections: number;
  readonly handle: (request: HttpRequest) => Promise<HttpAnswer>;
  /** For a `handle` that threw. */
  readonly answerError: (error: unknown, request: HttpRequest) => HttpAnswer;
}

export interface HttpServer {
  /** The port, once it listens. */
  start(): Promise<Result<number>>;
  /** Answers what is being asked, for at most `graceMs`, each with `Connection: close`; takes no new connections. */
  stop(graceMs: DurationMs): Promise<void>;
}

/** Go's transport keeps connections for 90 s: who closes first loses the request that is on its way. */
const KEEP_ALIVE_MS = 120 * SECOND;
const HEADERS_MS = 10 * SECOND;
const REQUEST_MS = 60 * SECOND;
const CHECK_CONNECTIONS_MS = 5 * SECOND;

/** HTTP/1.1, and HTTP/2 with prior knowledge, on one port without TLS. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  let isStopping = false;
  const sockets = new Set<Socket>();
  const aged = new WeakSet<Socket>();

  const resultOf = async (request: HttpRequest): Promise<HttpAnswer> => {
    try {
      return await options.handle(request);
    } catch (error) {
      return options.answerError(error, request);
    }
  };
  const answerHttp1 = async (incoming: IncomingMessage, response: ServerResponse, expects: boolean): Promise<void> => {
    const result = await resultOf(describeHttp1(incoming, expects ? () => response.writeContinue() : undefined));
    if (response.destroyed) return;
    const closing = isStopping || aged.has(incoming.socket) ? { connection: 'close' } : undefined;
    response.writeHead(result.status, { ...result.headers, 'content-length': result.body.length, ...closing });
    response.end(result.body);
  };
  const answerHttp2 = async (stream: ServerHttp2Stream, request: HttpRequest): Promise<void> => {
    const { status, headers, body } = await resultOf(request);
    // To respond on a stream that the peer has left throws.
    if (stream.destroyed || stream.closed) return;
    const { connection: _none, ...others } = headers;
    stream.respond({ ':status': status, ...others, 'content-length': body.length });
    stream.end(body);
    discardRest(stream);
  };

  const http2 = createHttp2Server({ settings: http2Settings });
  const sessions = followSessions(http2, options);
  http2.on('stream', (stream, headers) => {
    // A peer that resets its stream is no error of ours; without a listener it would end the process.
    stream.on('error', () => undefined);
    stream.setTimeout(REQUEST_MS, () => stream.close());
    void answerHttp2(stream, describeHttp2(stream, headers));
  });

  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_CONNECTIONS_MS,
    },
    (incoming, response) => void answerHttp1(incoming, response, false),
  );
  server.on('checkContinue', (incoming, response) => void answerHttp1(incoming, response, true));
  server.maxConnections = options.maxConnections;
  server.on('clientError', refuseUnreadable);
  const serveHttp1 = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket) => {
    sockets.add(socket);
    const old = setTimeout(() => aged.add(socket), options.connectionAgeMs());
    socket.on('close', () => {
      sockets.delete(socket);
      clearTimeout(old);
    });
    chooseProtocol(socket, HEADERS_MS, (protocol) => {
      if (protocol === 'h2') http2.emit('connection', socket);
      else for (const serve of serveHttp1) serve.call(server, socket);
    });
  });

  return {
    start: () => listen(server, options),
    stop: async (graceMs) => {
      isStopping = true;
      if (!server.listening) return;
      const settled = new AbortController();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      sessions.retire();
      await Promise.race([closed, delay(graceMs, settled.signal)]);
      settled.abort();
      sessions.destroy();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A request too slow to arrive is cut without an answer, which senders repeat; they drop the data on a 408. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  const isTimeout = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  if (isTimeout || error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
}
