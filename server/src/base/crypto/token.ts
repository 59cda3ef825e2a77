import { timingSafeEqual } from 'node:crypto';
import { sha256Hex } from './digest.ts';
import { randomBytes } from './random.ts';

/** Lets secret scanners find a token that was checked in. */
export const TOKEN_PREFIX = 'fsk_';

const TOKEN = /^fsk_[A-Za-z0-9_-]{43}$/;

/** A new secret of 256 bits: `fsk_` and 43 of base64url. */
export function createToken(): string {
  return TOKEN_PREFIX + Buffer.from(randomBytes(32)).toString('base64url');
}

/** True for the form alone; says nothing about whether anyone accepts it. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** SHA-256 in hex. No salt: 256 random bits cannot be enumerated, and the hash must be found by equality. */
export function hashToken(token: string): string {
  return sha256Hex(token);
}

/** Takes the same time wherever the two differ. */
export function isSameHash(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
