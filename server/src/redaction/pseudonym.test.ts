import type { TenantId } from '@foreshock/model/tenant.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyRing } from '../base/crypto/key-ring.ts';
import { createPseudonyms, pseudonymKeyPurpose } from './pseudonym.ts';

const pseudonyms = createPseudonyms(new Uint8Array(32).fill(1));

test('one value has one pseudonym, 12 hex digits with two decimal ones among them', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const digits = pseudonyms('EMAIL', value);
      expect(digits).toMatch(/^[0-9a-f]{12}$/);
      expect(digits.replace(/\D/g, '').length).toBeGreaterThanOrEqual(2);
      expect(createPseudonyms(new Uint8Array(32).fill(1))('EMAIL', value)).toBe(digits);
    }),
  );
});

test('what means the same gets the same, and what differs in kind does not', () => {
  expect(pseudonyms('EMAIL', 'Ada@Example.org')).toBe(pseudonyms('EMAIL', 'ada%40example.org'));
  expect(pseudonyms('PHONE', '+49 171 1234567')).toBe(pseudonyms('PHONE', '+491711234567'));
  expect(pseudonyms('MAC', '00-1B-44-11-3A-B7')).toBe(pseudonyms('MAC', '00:1b:44:11:3a:b7'));
  expect(pseudonyms('USER', 'ada')).not.toBe(pseudonyms('USER', 'Ada'));
  expect(pseudonyms('USER', 'ada')).not.toBe(pseudonyms('SESSION', 'ada'));
});

test('another project and another version of the key give other pseudonyms', () => {
  const ring = createKeyRing(new Uint8Array(32).fill(9));
  const of = (tenant: string, version: number): string =>
    createPseudonyms(ring.derive(pseudonymKeyPurpose(tenant as TenantId, version)))('EMAIL', 'ada@example.org');
  expect(new Set([of('one', 1), of('two', 1), of('one', 2)]).size).toBe(3);
  expect(of('one', 1)).toBe(of('one', 1));
});

test('more values than are remembered change nothing', () => {
  const before = pseudonyms('EMAIL', 'ada@example.org');
  for (let index = 0; index < 25_000; index++) pseudonyms('IPV4', String(index));
  expect(pseudonyms('EMAIL', 'ada@example.org')).toBe(before);
});
