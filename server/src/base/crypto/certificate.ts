import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

/** What a certificate says of itself. */
export interface CertificateFacts {
  /** DNS names and addresses that it is for. */
  readonly names: readonly string[];
  readonly validFrom: Timestamp;
  readonly validTo: Timestamp;
}

export interface CertificatePem {
  /** The certificate first, then each authority that signed the one before. */
  readonly certificate: string;
  readonly key: string;
}

/** `certificate-invalid` unless all can be read, key and certificate belong together, and the chain is in order. */
export function readCertificate({ certificate, key }: CertificatePem): Result<CertificateFacts> {
  const chain = parseChain(certificate);
  if (!chain.ok) return chain;
  const privateKey = parseKey(key);
  if (!privateKey.ok) return privateKey;
  const [leaf, ...authorities] = chain.value;
  if (leaf === undefined) return invalid('the certificate file holds no certificate; it must be PEM');
  if (!leaf.checkPrivateKey(privateKey.value)) return invalid('the key does not belong to the certificate');
  let signed = leaf;
  for (const [index, authority] of authorities.entries()) {
    if (!signed.checkIssued(authority)) {
      return invalid(`certificate ${index + 2} of the file did not sign the one before it; put them in order`);
    }
    signed = authority;
  }
  const names = namesOf(leaf);
  if (names.length === 0) return invalid('the certificate names no server: it needs a subject alternative name');
  return success({ names, validFrom: leaf.validFromDate.getTime(), validTo: leaf.validToDate.getTime() });
}

/** `certificate-invalid` unless it holds at least one certificate. */
export function readAuthorities(pem: string): Result<void> {
  const chain = parseChain(pem);
  if (!chain.ok) return chain;
  return chain.value.length > 0 ? success() : invalid('the file of authorities holds no certificate; it must be PEM');
}

/** True when a client that asks for `name` would take the certificate, wildcards included. */
export function isCertificateFor(pem: string, name: string): boolean {
  const chain = parseChain(pem);
  return chain.ok && chain.value[0]?.checkHost(name) !== undefined;
}

function parseChain(pem: string): Result<X509Certificate[]> {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  try {
    return success(blocks.map((block) => new X509Certificate(block)));
  } catch {
    return invalid('the certificate file has a damaged certificate');
  }
}

function parseKey(pem: string): Result<KeyObject> {
  try {
    return success(createPrivateKey(pem));
  } catch {
    return invalid('the key file holds no private key that can be read; it must be PEM without a passphrase');
  }
}

/** Node gives `DNS:example.com, IP Address:127.0.0.1`; names with special characters come in quotes. */
function namesOf({ subjectAltName }: X509Certificate): string[] {
  const entries = subjectAltName?.split(', ') ?? [];
  return entries.flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? []);
}

function invalid(why: string): Result<never> {
  return failure('certificate-invalid', why);
}
