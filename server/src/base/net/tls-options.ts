import type { SecureContextOptions, TlsOptions } from 'node:tls';
import { type DurationMs, SECOND } from '@foreshock/model/time.ts';

/** What a server shows, and whom it lets in. All three are PEM. */
export interface TlsIdentity {
  readonly certificate: string;
  readonly key: string;
  /** With it only clients with a certificate of these authorities get a connection. */
  readonly clientCa?: string;
}

/** Authenticated ciphers with forward secrecy alone; those of TLS 1.3 first. */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/** As long as a request has for its headers: a client that does not finish its handshake holds a connection. */
const HANDSHAKE_MS: DurationMs = 10 * SECOND;

/** For `setSecureContext`, which forgets everything that it is not told again. */
export function contextOptions({ certificate, key, clientCa }: TlsIdentity): SecureContextOptions {
  return {
    cert: certificate,
    key,
    ...(clientCa !== undefined && { ca: clientCa }),
    minVersion: 'TLSv1.2',
    ciphers: CIPHERS,
    honorCipherOrder: true,
  };
}

/** For a new server. */
export function serverOptions(identity: TlsIdentity): TlsOptions {
  const asksForCertificate = identity.clientCa !== undefined;
  return {
    ...contextOptions(identity),
    handshakeTimeout: HANDSHAKE_MS,
    ...(asksForCertificate && { requestCert: true, rejectUnauthorized: true }),
  };
}
