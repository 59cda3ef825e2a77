import type { AddressInfo, Server } from 'node:net';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The setting that holds the port, for the message: `gateway.httpPort`. */
  readonly portSetting: string;
}

/** The port on which the server now listens. */
export function listen(server: Server, { host, port, portSetting }: ListenOptions): Promise<Result<number>> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') {
        const text = `cannot listen on ${host}:${port}: another program does; stop it or change ${portSetting}`;
        resolve(failure('port-in-use', text));
      } else if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
        const text = `cannot listen on ${host}:${port}: ${error.code}; change ${portSetting} or the host beside it`;
        resolve(failure('configuration-invalid', text));
      } else {
        reject(error);
      }
    };
    server.once('error', onError);
    server.listen({ host, port }, () => {
      server.removeListener('error', onError);
      // The cast holds: a server that listens on a host has an address of host and port.
      resolve(success((server.address() as AddressInfo).port));
    });
  });
}

/** True for the addresses of this machine's own loopback, IPv4 in IPv6 included. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address);
}

/** True for a setting that names this machine's own loopback, which no other machine can reach. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || isLoopback(host);
}
