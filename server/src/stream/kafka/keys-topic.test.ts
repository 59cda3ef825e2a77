import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { openKeys, sealKeys } from './keys-topic.ts';

const keys = createKeyRing(new Uint8Array(32).fill(7));
const list = {
  issuedAt: 1,
  keys: [{ id: 'key_1', hash: 'ab'.repeat(32), tenant: 'acme' as TenantId, signals: ['logs' as const] }],
};

test('a list is opened as it was sealed, and only with the same master key and every bit of it', () => {
  const value = sealKeys(keys, list);
  expect(openKeys(keys, value)).toEqual(list);
  expect(value.includes('acme')).toBe(false);
  expect(openKeys(createKeyRing(new Uint8Array(32).fill(8)), value)).toBeUndefined();
  for (let at = 0; at < value.length; at += 1) {
    const flipped = Buffer.from(value);
    flipped[at]! ^= 1;
    expect(openKeys(keys, flipped), `byte ${at}`).toBeUndefined();
  }
  expect(openKeys(keys, null)).toBeUndefined();
  expect(openKeys(keys, Buffer.alloc(3))).toBeUndefined();
});
