import fc from 'fast-check';
import { expect, test } from 'vitest';
import { open, SEAL_BYTES, seal } from './seal.ts';

const key = new Uint8Array(32).fill(1);
const nonce = new Uint8Array(12).fill(2);
const context = Buffer.from('place 7');

test('what was sealed opens, whatever parts it came in', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 })), (parts) => {
      const sealed = Buffer.concat(seal(parts, { key, nonce, context }));
      const plain = Buffer.concat(parts);
      expect(sealed.length).toBe(plain.length + SEAL_BYTES);
      expect(open(sealed, { key, nonce, context })).toEqual(plain);
    }),
  );
});

test('another key, nonce or context, and any flipped bit do not open', () => {
  const sealed = Buffer.concat(seal([Buffer.from('text')], { key, nonce, context }));
  const other = new Uint8Array(32).fill(9);
  expect(open(sealed, { key: other, nonce, context })).toBeUndefined();
  expect(open(sealed, { key, nonce: other.subarray(0, 12), context })).toBeUndefined();
  expect(open(sealed, { key, nonce, context: Buffer.from('place 8') })).toBeUndefined();
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(open(changed, { key, nonce, context }), `bit ${bit}`).toBeUndefined();
  }
  expect(open(sealed.subarray(0, 10), { key, nonce, context })).toBeUndefined();
});
