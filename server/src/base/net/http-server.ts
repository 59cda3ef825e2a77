import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Result } from '@foreshock/model/known-error.ts';
import { type DurationMs, SECOND } from '@foreshock/model/time.ts';
import { delay } from '../schedule.ts';
import { type ListenOptions, listen } from './listen.ts';

export interface HttpRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string | undefined;
  /** Content-Length; absent for a chunked body. */
  readonly declaredBytes: number | undefined;
  /** What is not read is thrown away after the answer. */
  readonly body: Readable;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpServerOptions extends ListenOptions {
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

export function createHttpServer(options: HttpServerOptions): HttpServer {
  let isStopping = false;

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = describeRequest(incoming);
    let result: HttpAnswer;
    try {
      result = await options.handle(request);
    } catch (error) {
      result = options.answerError(error, request);
    }
    if (response.destroyed) return;
    const closing = isStopping ? { connection: 'close' } : undefined;
    response.writeHead(result.status, { ...result.headers, 'content-length': result.body.length, ...closing });
    response.end(result.body);
  };

  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_CONNECTIONS_MS,
    },
    (incoming, response) => void answer(incoming, response),
  );
  server.maxConnections = options.maxConnections;
  server.on('clientError', refuseUnreadable);

  return {
    start: () => listen(server, options),
    stop: async (graceMs) => {
      isStopping = true;
      if (!server.listening) return;
      const settled = new AbortController();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.race([closed, delay(graceMs, settled.signal)]);
      settled.abort();
      server.closeAllConnections();
      await closed;
    },
  };
}

function describeRequest(incoming: IncomingMessage): HttpRequest {
  const { method = '', url = '/', headers, socket } = incoming;
  const queryAt = url.indexOf('?');
  const declared = headers['content-length'];
  const isChunked = headers['transfer-encoding'] !== undefined;
  return {
    method,
    path: queryAt === -1 ? url : url.slice(0, queryAt),
    headers,
    remoteAddress: socket.remoteAddress,
    declaredBytes: isChunked ? undefined : Number(declared ?? 0),
    body: incoming,
  };
}

/** A request too slow to arrive is cut without an answer, which senders repeat; they drop the data on a 408. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  const isTimeout = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  if (isTimeout || error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
}
