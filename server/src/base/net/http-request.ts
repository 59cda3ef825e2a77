import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { constants, type IncomingHttpHeaders as Http2Headers, type ServerHttp2Stream } from 'node:http2';
import type { Readable } from 'node:stream';

/** A request of HTTP/1 or HTTP/2. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Those of HTTP/2 that begin with a colon are left out. */
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string | undefined;
  /** Content-Length; absent for a body that does not say. */
  readonly declaredBytes: number | undefined;
  /**
   * What is not read is thrown away after the answer. A client that sent `Expect: 100-continue` is told to send it by the
   * first call.
   */
  readonly openBody: () => Readable;
}

/** `sendContinue`: for a client that waits for it. */
export function describeHttp1(incoming: IncomingMessage, sendContinue?: () => void): HttpRequest {
  const { method = '', url = '/', headers, socket } = incoming;
  const isChunked = headers['transfer-encoding'] !== undefined;
  return {
    method,
    path: pathOf(url),
    headers,
    remoteAddress: socket.remoteAddress,
    declaredBytes: isChunked ? undefined : Number(headers['content-length'] ?? 0),
    openBody: () => {
      sendContinue?.();
      return incoming;
    },
  };
}

export function describeHttp2(stream: ServerHttp2Stream, headers: Http2Headers): HttpRequest {
  const declared = headers['content-length'];
  return {
    method: headers[':method'] ?? '',
    path: pathOf(headers[':path'] ?? '/'),
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':'))),
    remoteAddress: stream.session?.socket?.remoteAddress,
    declaredBytes: declared === undefined ? undefined : Number(declared),
    openBody: () => stream,
  };
}

/** What the peer still sends is not wanted (RFC 9113, 8.1); what it has sent must be read, or the stream never ends. */
export function discardRest(stream: ServerHttp2Stream): void {
  stream.resume();
  if (!stream.readableEnded && !stream.endAfterHeaders) stream.close(constants.NGHTTP2_NO_ERROR);
}

/** Of the form that proxies are sent, `http://host/path`, too (RFC 9112, 3.2.2). */
function pathOf(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?]*/i, '');
  const queryAt = path.indexOf('?');
  return queryAt === -1 ? path : path.slice(0, queryAt);
}
