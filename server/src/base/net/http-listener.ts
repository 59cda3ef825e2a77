import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import {
  constants,
  createServer as createHttp2Server,
  createSecureServer,
  type Http2SecureServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import type { Server, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { chooseProtocol } from './choose-protocol.ts';
import { http2Settings } from './http2-sessions.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';
import { contextOptions, serverOptions, type TlsIdentity } from './tls-options.ts';

export type AnyRequest = IncomingMessage | Http2ServerRequest;
export type AnyResponse = ServerResponse | Http2ServerResponse;

/** The server under a web framework: HTTP/1.1 and HTTP/2, in clear text the latter with prior knowledge, as gRPC does. */
export interface HttpListener {
  readonly server: Server;
  /** Those on which nothing is being asked; of HTTP/2 each ends when its last answer has gone out. */
  closeIdleConnections(): void;
  closeAllConnections(): void;
  /** For new connections; those that are open live on. */
  replaceIdentity(identity: TlsIdentity): void;
}

export type OnRequest = (request: AnyRequest, response: AnyResponse) => void;

export function createHttpListener(
  identity: TlsIdentity | undefined,
  options: ServerOptions,
  onRequest: OnRequest,
): HttpListener {
  return identity === undefined ? createPlainListener(options, onRequest) : createTls(identity, options, onRequest);
}

function createPlainListener(options: ServerOptions, onRequest: OnRequest): HttpListener {
  const server = createServer(options, onRequest);
  server.on('clientError', refuseUnreadable);
  const http2 = createHttp2Server({ settings: http2Settings }, onRequest);
  const sessions = followStreams(http2, options);
  // Of connections whose protocol is not chosen yet.
  const sockets = new Set<Socket>();
  const serveHttp1 = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    chooseProtocol(socket, options.headersTimeout ?? 0, (protocol) => {
      if (protocol === 'h2') http2.emit('connection', socket);
      else for (const listener of serveHttp1) listener.call(server, socket);
    });
  });
  return {
    server,
    closeIdleConnections: () => {
      server.closeIdleConnections();
      for (const session of sessions) session.close();
    },
    closeAllConnections: () => {
      server.closeAllConnections();
      for (const session of sessions) session.destroy();
      for (const socket of sockets) socket.destroy();
    },
    replaceIdentity: () => {
      throw new Error('a server in clear text has no certificate to replace');
    },
  };
}

function createTls(identity: TlsIdentity, options: ServerOptions, onRequest: OnRequest): HttpListener {
  const http2 = { settings: http2Settings, allowHTTP1: true };
  const server = createSecureServer({ ...options, ...serverOptions(identity), ...http2 }, onRequest);
  const sockets = new Set<TLSSocket>();
  const sessions = followStreams(server, options);
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('unknownProtocol', (socket) => socket.destroy());
  server.on('clientError', refuseUnreadable);
  return {
    server,
    closeIdleConnections: () => {
      // The method is there for HTTP/1.1 though the types do not know it.
      (server as unknown as { closeIdleConnections(): void }).closeIdleConnections();
      for (const session of sessions) session.close();
    },
    closeAllConnections: () => {
      for (const session of sessions) session.destroy();
      for (const socket of sockets) socket.destroy();
    },
    replaceIdentity: (next) => server.setSecureContext(contextOptions(next)),
  };
}

/** Sessions that are open; idle ones are closed, and streams on which nothing moves given up. */
function followStreams(server: Http2Server | Http2SecureServer, options: ServerOptions): Set<ServerHttp2Session> {
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.setTimeout(options.keepAliveTimeout ?? 0, () => session.close());
    session.on('close', () => sessions.delete(session));
    session.on('error', () => session.destroy());
  });
  server.on('stream', (stream) => {
    stream.setTimeout(options.requestTimeout ?? 0, () => stream.close(constants.NGHTTP2_CANCEL));
  });
  server.on('sessionError', () => undefined);
  return sessions;
}
