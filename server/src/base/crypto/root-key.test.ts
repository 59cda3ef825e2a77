import { expect, test } from 'vitest';
import { unwrapRoot, wrapRoot } from './root-key.ts';

const root = new Uint8Array(32).fill(7);
const masterKey = new Uint8Array(32).fill(9);

test('a root comes back under its master key, and under no other', () => {
  const wrapped = [wrapRoot(root, masterKey)];
  expect(unwrapRoot(wrapped, masterKey)).toEqual(Buffer.from(root));
  expect(unwrapRoot(wrapped, root)).toBeUndefined();
});

test('while a master key is being changed both open', () => {
  const next = new Uint8Array(32).fill(10);
  const wrapped = [wrapRoot(root, masterKey), wrapRoot(root, next)];
  for (const key of [masterKey, next]) expect(unwrapRoot(wrapped, key)).toEqual(Buffer.from(root));
});

test('the same root wrapped twice looks different each time', () => {
  expect(wrapRoot(root, masterKey).sealed).not.toBe(wrapRoot(root, masterKey).sealed);
});

test('any bit that is another keeps it shut', () => {
  const wrapped = wrapRoot(root, masterKey);
  for (const part of ['nonce', 'sealed'] as const) {
    for (let bit = 0; bit < wrapped[part].length * 4; bit++) {
      const bytes = Buffer.from(wrapped[part], 'hex');
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(unwrapRoot([{ ...wrapped, [part]: bytes.toString('hex') }], masterKey), `${part} ${bit}`).toBeUndefined();
    }
  }
});
