import { expect, test } from 'vitest';
import { found, secretOf } from './findings.test-support.ts';
import { privateKey } from './private-key.ts';

const pem = (label: string, end = '\n'): string =>
  secretOf('-----BEGIN ', label, '-----', end, 'MIIEow', 'IBAAKCAQEA', end, '-----END ', label, '-----');

test('private keys of every label, with real and escaped line ends', () => {
  for (const label of [
    'RSA PRIVATE KEY',
    'PRIVATE KEY',
    'EC PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
    'ENCRYPTED PRIVATE KEY',
  ])
    for (const end of ['\n', '\\n', '\r\n', ' '])
      expect(found(privateKey, `key: ${pem(label, end)} used`), label).toEqual([pem(label, end)]);
});

test('a key that was cut goes to the end of the text', () => {
  const cut = pem('RSA PRIVATE KEY').slice(0, 50);
  expect(found(privateKey, `x ${cut}`)).toEqual([cut]);
});

test('two keys are two, and keys of age and PuTTY are found', () => {
  expect(found(privateKey, `${pem('PRIVATE KEY')} and ${pem('EC PRIVATE KEY')}`)).toHaveLength(2);
  const age = secretOf('AGE-SECRET', '-KEY-1', 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'.repeat(2).slice(0, 58));
  expect(found(privateKey, `id ${age}.`)).toEqual([age]);
  expect(found(privateKey, 'PuTTY-User-Key-File-3: ssh-ed25519')).toHaveLength(1);
});

test('certificates and public keys stay', () => {
  expect(found(privateKey, `${pem('CERTIFICATE')} ${pem('PUBLIC KEY')}`)).toEqual([]);
});
