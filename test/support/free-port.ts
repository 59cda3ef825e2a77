import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** A port that nobody listened to a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The cast holds: a server that listens on a host has an address of host and port.
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
