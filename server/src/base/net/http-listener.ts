import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import {
  constants,
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import type { Server } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { refuseUnreadable } from './refuse-unreadable.ts';
import { contextOptions, serverOptions, type TlsIdentity } from './tls-options.ts';

export type AnyRequest = IncomingMessage | Http2ServerRequest;
export type AnyResponse = ServerResponse | Http2ServerResponse;

/** The server under a web framework: in clear text HTTP/1.1, under TLS what the client chooses of HTTP/2 and HTTP/1.1. */
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
  return {
    server,
    closeIdleConnections: () => server.closeIdleConnections(),
    closeAllConnections: () => server.closeAllConnections(),
    replaceIdentity: () => {
      throw new Error('a server in clear text has no certificate to replace');
    },
  };
}

function createTls(identity: TlsIdentity, options: ServerOptions, onRequest: OnRequest): HttpListener {
  const server = createSecureServer({ ...options, ...serverOptions(identity), allowHTTP1: true }, onRequest);
  const sockets = new Set<TLSSocket>();
  const sessions = new Set<ServerHttp2Session>();
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
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
