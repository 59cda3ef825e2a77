import { hostname } from 'node:os';
import { isLoopbackHost } from './base/net/listen.ts';
import type { TlsConfig } from './base/tls/config.ts';

/** The settings that decide who can reach this program, and whether strangers can read along. */
export interface ExposureConfig {
  readonly tls: TlsConfig;
  readonly insecure: boolean;
  readonly demo: boolean;
  readonly publicName?: string | undefined;
  readonly gateway: { readonly host: string };
  readonly api: { readonly host: string };
}

/** Settings whose port other machines reach in clear text. Empty with TLS. */
export function openInClearText({ tls, gateway, api }: ExposureConfig): string[] {
  if (tls.certificate !== undefined) return [];
  const hosts = [
    ['gateway.host', gateway.host],
    ['api.host', api.host],
  ] as const;
  return hosts.filter(([, host]) => !isLoopbackHost(host)).map(([setting]) => setting);
}

/** What must not be started like this: setting and why, with the fix. */
export function exposureFaults(config: ExposureConfig): { readonly setting: string; readonly text: string }[] {
  const { tls, insecure, gateway, api } = config;
  const faults: { setting: string; text: string }[] = [];
  const add = (setting: string, text: string): void => void faults.push({ setting, text });
  if (tls.certificate !== undefined && tls.key === undefined) {
    add('tls.key', 'there is a certificate and no key; name the file with its private key');
  }
  if (tls.certificate === undefined && tls.key !== undefined) {
    add('tls.certificate', 'there is a key and no certificate; name the file with its certificate');
  }
  if (tls.certificate === undefined && tls.clientCa !== undefined) {
    add('tls.clientCa', 'client certificates need TLS; set tls.certificate and tls.key');
  }
  for (const setting of insecure ? [] : openInClearText(config)) {
    const host = setting === 'api.host' ? api.host : gateway.host;
    const fix = 'set tls.certificate and tls.key, or insecure: true (--insecure) where something in front encrypts';
    add(setting, `"${host}" lets other machines in, who would send keys and telemetry in clear text; ${fix}`);
  }
  if (config.demo && tls.clientCa !== undefined) {
    add('demo', 'the simulated shop has no client certificate; say demo: false (--no-demo), or leave out tls.clientCa');
  }
  if (config.demo && !isLoopbackHost(gateway.host) && !isAny(gateway.host)) {
    const text = `the simulated shop sends by loopback, which gateway.host "${gateway.host}" does not listen to`;
    add('demo', `${text}; say demo: false (--no-demo), or gateway.host: "0.0.0.0"`);
  }
  return faults;
}

/** Every address of this machine, loopback included. */
function isAny(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** `https://name:8080`, as other machines write it. */
export function originOf(config: ExposureConfig, host: string, port: number): string {
  const scheme = config.tls.certificate === undefined ? 'http' : 'https';
  return `${scheme}://${authorityOf(config, host, port)}`;
}

/** `name:4317`: the public name where there is one; this machine's own name where the address is "any". */
export function authorityOf({ publicName }: ExposureConfig, host: string, port: number): string {
  const name = isLoopbackHost(host) ? host : (publicName ?? (isAny(host) ? hostname() : host));
  return `${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Where a program on this machine finds a port of `host` in any case. */
export function loopbackOriginOf({ tls }: Pick<ExposureConfig, 'tls'>, host: string, port: number): string {
  const name = isAny(host) ? '127.0.0.1' : host;
  return `${tls.certificate === undefined ? 'http' : 'https'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
