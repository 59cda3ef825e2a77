import { beforeAll, expect, test } from 'vitest';
import { type Authority, createAuthority, type Issued } from '../../../../test/support/certificates.ts';
import { isCertificateFor, readAuthorities, readCertificate } from './certificate.ts';

let authority: Authority;
let issued: Issued;
beforeAll(async () => {
  authority = await createAuthority('an authority');
  issued = await authority.issue(['foreshock.example', '*.pods.example', '127.0.0.1']);
});

function faultOf(certificate: string, key: string): string {
  const read = readCertificate({ certificate, key });
  return read.ok ? '' : `${read.error.code}: ${read.error.message}`;
}

test('a certificate is read with its names and dates, alone and with its authority behind it', () => {
  for (const certificate of [issued.certificate, `${issued.certificate}\n${authority.certificate}\n`]) {
    const read = readCertificate({ certificate, key: issued.key });
    expect(read.ok && read.value.names).toEqual(['foreshock.example', '*.pods.example', '127.0.0.1']);
    expect(read.ok && read.value.validTo - read.value.validFrom).toBeGreaterThan(90 * 86_400_000);
  }
});

test('what cannot serve is refused with what is wrong with it', async () => {
  const other = await authority.issue(['other.example']);
  const stranger = await createAuthority('a stranger');
  const nameless = await authority.issue([]);
  const half = issued.certificate.slice(0, issued.certificate.length / 2);
  const damaged = issued.certificate.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
  const cases: [certificate: string, key: string, fault: RegExp][] = [
    [issued.certificate, other.key, /key does not belong/],
    ['', issued.key, /holds no certificate/],
    [half, issued.key, /holds no certificate/],
    [damaged, issued.key, /damaged/],
    [issued.certificate, issued.key.slice(0, 60), /no private key/],
    [issued.certificate, issued.certificate, /no private key/],
    [`${issued.certificate}\n${stranger.certificate}`, issued.key, /certificate 2 .* did not sign/],
    [nameless.certificate, nameless.key, /names no server/],
  ];
  for (const [certificate, key, fault] of cases) {
    expect(faultOf(certificate, key), String(fault)).toMatch(fault);
    expect(faultOf(certificate, key)).toMatch(/^certificate-invalid: /);
  }
});

test('a file of authorities holds at least one certificate', () => {
  expect(readAuthorities(authority.certificate).ok).toBe(true);
  expect(readAuthorities('').ok).toBe(false);
  expect(readAuthorities(issued.key).ok).toBe(false);
});

test('names are those that a client would take, wildcards for one label', () => {
  const isFor = (name: string): boolean => isCertificateFor(issued.certificate, name);
  expect(['foreshock.example', 'a.pods.example'].map(isFor)).toEqual([true, true]);
  expect(['example', 'a.b.pods.example', 'foreshock.example.evil.test', ''].map(isFor)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
