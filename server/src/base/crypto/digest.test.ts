import { expect, test } from 'vitest';
import { hashId, sha256, sha256Hex } from './digest.ts';

test('an id is its prefix and 13 characters of base32, the first 65 bits of the hash', () => {
  const id = hashId('inc_', 'acme', 'checkout');
  expect(id).toMatch(/^inc_[a-z2-7]{13}$/);
  const bits = [...sha256(JSON.stringify(['acme', 'checkout']))]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  const expected = [...'x'.repeat(13)].map(
    (_, at) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)],
  );
  expect(id.slice(4)).toBe(expected.join(''));
});

test('the same parts give the same id, and others another', () => {
  expect(hashId('x', 'a', 'b')).toBe(hashId('x', 'a', 'b'));
  const ids = [hashId('x', 'a', 'b'), hashId('x', 'ab'), hashId('x', 'ab', ''), hashId('x', 'b', 'a'), hashId('x')];
  expect(new Set(ids).size).toBe(ids.length);
});

test('bytes and their text have one hash', () => {
  expect(sha256Hex('é')).toBe(sha256Hex(Buffer.from('é')));
  expect(Buffer.from(sha256('é')).toString('hex')).toBe(sha256Hex('é'));
});
