import { expect, test } from 'vitest';
import { createKeyRing, fingerprintOf, type KeyPurpose } from './key-ring.ts';

const PURPOSE: KeyPurpose = { purpose: 'journal', tenant: 'acme', part: '1' };

test('another purpose, tenant, part, salt or master key gives another key', () => {
  const ring = createKeyRing(new Uint8Array(32).fill(7));
  const keys = [
    ring.derive(PURPOSE),
    ring.derive({ ...PURPOSE, purpose: 'store' }),
    ring.derive({ ...PURPOSE, tenant: 'acm', part: 'e1' }),
    ring.derive({ ...PURPOSE, part: '2' }),
    ring.derive({ ...PURPOSE, salt: new Uint8Array(16).fill(1) }),
    createKeyRing(new Uint8Array(32).fill(8)).derive(PURPOSE),
  ];
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(keys.length);
  expect(new Set(keys.map((key) => key.length))).toEqual(new Set([32]));
});

test('a fingerprint tells rings apart and is no part of a key in use', () => {
  const [one, two] = [7, 8].map((byte) => createKeyRing(new Uint8Array(32).fill(byte)));
  expect(fingerprintOf(one!)).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprintOf(one!)).not.toBe(fingerprintOf(two!));
});
