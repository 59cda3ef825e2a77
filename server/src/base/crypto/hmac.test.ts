import { expect, test } from 'vitest';
import { hmacSha256, isSameText } from './hmac.ts';

test('a signature is the one that others compute', () => {
  // RFC 4231, test case 2.
  const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  expect(hmacSha256('Jefe', 'what do ya want for nothing?', 'hex')).toBe(expected);
});

test('only the same text is the same', () => {
  const [signature, other] = [hmacSha256('key', 'abc', 'hex'), hmacSha256('key', 'abd', 'hex')];
  expect(isSameText(signature, signature)).toBe(true);
  expect(isSameText(signature, other)).toBe(false);
  expect(isSameText(signature, 'short')).toBe(false);
});
