import { expect, test } from 'vitest';
import { API_KEY_PREFIX, createToken, hashToken, isToken } from './token.ts';

test('tokens differ, and have the form that scanners look for', () => {
  const tokens = Array.from({ length: 100 }, () => createToken());
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(isToken(token), token).toBe(true);
});

test('texts that are no token', () => {
  for (const text of ['', 'fsk_', `${createToken()}x`, ` ${createToken()}`, createToken().slice(4)]) {
    expect(isToken(text), text).toBe(false);
  }
  const token = createToken();
  const mistyped = token.slice(0, 20) + (token[20] === 'a' ? 'b' : 'a') + token.slice(21);
  expect([isToken(token), isToken(mistyped)]).toEqual([true, false]);
});

test('a token has one hash', () => {
  // SHA-256 of "abc", FIPS 180-2.
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('a token of one kind is none of the other', () => {
  const token = createToken(API_KEY_PREFIX);
  expect([token.slice(0, 4), isToken(token, API_KEY_PREFIX), isToken(token)]).toEqual(['fsa_', true, false]);
  expect(isToken(createToken(), API_KEY_PREFIX)).toBe(false);
});
