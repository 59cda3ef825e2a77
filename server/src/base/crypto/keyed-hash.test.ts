import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyedHash } from './keyed-hash.ts';

test('the hash is the HMAC-SHA-256 of the text, whatever key and text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'binary', maxLength: 200 }), (key, text) => {
      const expected = createHmac('sha256', key).update(text, 'utf8').digest('hex');
      expect(createKeyedHash(key)(text)).toBe(expected);
    }),
  );
});

test('a key longer than a block is refused', () => {
  expect(() => createKeyedHash(new Uint8Array(65))).toThrow('64 bytes');
});
