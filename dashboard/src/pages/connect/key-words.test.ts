import { DAY, formatTime, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { endWords, lastUseWords } from './key-words.ts';

const now = Date.parse('2026-11-22T03:14:00Z');
const at = (offset: number): string => formatTime(now + offset);

test('a use of the last two minutes is just now, because uses are written down by the minute', () => {
  expect(lastUseWords({ lastUsedAt: null }, now)).toBe('never');
  expect(lastUseWords({ lastUsedAt: at(-90_000) }, now)).toBe('just now');
  expect(lastUseWords({ lastUsedAt: at(-12 * MINUTE) }, now)).toBe('12 min ago');
});

test('the end of a key is its revocation before its date', () => {
  expect(endWords({ expiresAt: null, revokedAt: null }, now)).toBe('never');
  expect(endWords({ expiresAt: at(30 * DAY), revokedAt: null }, now)).toBe('in 30 days');
  expect(endWords({ expiresAt: at(-2 * HOUR), revokedAt: null }, now)).toBe('expired 2 h ago');
  expect(endWords({ expiresAt: at(DAY), revokedAt: at(-5 * MINUTE) }, now)).toBe('revoked 5 min ago');
  expect(endWords({ expiresAt: null, revokedAt: at(-3_000) }, now)).toBe('revoked just now');
});
