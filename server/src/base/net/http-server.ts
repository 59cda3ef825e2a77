import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Result } from '@foreshock/model/known-error.ts';
import { type DurationMs, SECOND } from '@foreshock/model/time.ts';
import { delay } from '../schedule.ts';
import { chooseProtocol } from './choose-protocol.ts';
import { describeHttp1, describeHttp2, discardRest, type HttpRequest } from './http-request.ts';
import { followSessions, type Http2SessionsOptions, http2Settings } from './http2-sessions.ts';
import { type ListenOptions, listen } from './listen.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';
import { contextOptions, serverOptions, type TlsIdentity } from './tls-options.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpServerOptions extends ListenOptions, Http2SessionsOptions {
  readonly maxConnections: number;
  /** With it the port speaks TLS alone, and the client chooses the HTTP by ALPN. */
  readonly tls?: TlsIdentity | undefined;
  readonly handle: (request: HttpRequest) => Promise<HttpAnswer>;
  /** For a `handle` that threw. */
  readonly answerError: (error: unknown, request: HttpRequest) => HttpAnswer;
}

export interface HttpServer {
  /** The port, once it listens. */
  start(): Promise<Result<number>>;
  /** Answers what is being asked, for at most `graceMs`, each with `Connection: close`; takes no new connections. */
  stop(graceMs: DurationMs): Promise<void>;
  /** Shown to new connections; those that are open live on. Only of a server that was made with an identity. */
  replaceIdentity(identity: TlsIdentity): void;
}

/** Go's transport keeps connections for 90 s: who closes first loses the request that is on its way. */
const KEEP_ALIVE_MS = 120 * SECOND;
const HEADERS_MS = 10 * SECOND;
const REQUEST_MS = 60 * SECOND;
const LINGER_MS = 2 * SECOND;
const CHECK_CONNECTIONS_MS = 5 * SECOND;
const PROTOCOLS = ['h2', 'http/1.1'];

/** HTTP/1.1 and HTTP/2 on one port; without TLS the latter with prior knowledge. */
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
    const headers = { ...result.headers, 'content-length': result.body.length, ...closing };
    const isLast = headers.connection === 'close' || !response.shouldKeepAlive;
    response.writeHead(result.status, headers);
    if (isLast && !incoming.complete) {
      response.flushHeaders();
      response.write(result.body);
      await discard(incoming);
      response.end();
    } else response.end(result.body);
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

  const clocks = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: CHECK_CONNECTIONS_MS,
  };
  const onRequest = (incoming: IncomingMessage, response: ServerResponse): void =>
    void answerHttp1(incoming, response, false);
  const { tls } = options;
  const secure = tls && createHttpsServer({ ...clocks, ...serverOptions(tls), ALPNProtocols: PROTOCOLS }, onRequest);
  const server = secure ?? createServer(clocks, onRequest);
  // Of other expectations nobody knows any; to pass over them is allowed (RFC 9110, 10.1.1).
  server.on('checkExpectation', onRequest);
  server.on('checkContinue', (incoming, response) => void answerHttp1(incoming, response, true));
  server.maxConnections = options.maxConnections;
  server.on('clientError', refuseUnreadable);
  const connected = secure === undefined ? 'connection' : 'secureConnection';
  const serveHttp1 = server.listeners(connected);
  server.removeAllListeners(connected);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on(connected, (socket: Socket) => {
    const old = setTimeout(() => aged.add(socket), options.connectionAgeMs());
    socket.on('close', () => clearTimeout(old));
    const serve = (protocol: string): void => {
      if (protocol === 'h2') http2.emit('connection', socket);
      else for (const listener of serveHttp1) listener.call(server, socket);
    };
    if ('alpnProtocol' in socket) serve(String(socket.alpnProtocol));
    else chooseProtocol(socket, HEADERS_MS, serve);
  });

  return {
    start: () => listen(server, options),
    replaceIdentity: (identity) => secure?.setSecureContext(contextOptions(identity)),
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

/**
 * Reads what the peer still sends, for a while: to close a connection with unread bytes makes the system tell the peer of
 * a fault, which throws away the answer that it has not read yet (RFC 9112, 9.6).
 */
function discard(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(late);
      resolve();
    };
    const late = setTimeout(finish, LINGER_MS);
    incoming.on('end', finish).on('close', finish).resume();
  });
}
