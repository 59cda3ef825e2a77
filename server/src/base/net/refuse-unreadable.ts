import type { Socket } from 'node:net';

/**
 * Only what is HTTP and broken gets an answer. A request too slow to arrive is cut without one, which senders repeat
 * (they drop the data on a 408); so is a connection that failed before there was HTTP: clear text on a TLS port, a client
 * without the certificate that is asked for.
 */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  const isBrokenHttp = error.code?.startsWith('HPE_') === true && socket.writable;
  if (isBrokenHttp) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  else socket.destroy();
}
