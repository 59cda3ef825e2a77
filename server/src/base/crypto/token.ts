import { timingSafeEqual } from 'node:crypto';
import { sha256, sha256Hex } from './digest.ts';
import { randomBytes } from './random.ts';

/** Lets secret scanners find a token that was checked in. */
export const TOKEN_PREFIX = 'fsk_';

const TOKEN = /^fsk_[A-Za-z0-9_-]{49}$/;
const CHECK_LENGTH = 6;

/** A new secret of 256 bits: `fsk_`, 43 of base64url, and 6 that are a check of those before. */
export function createToken(): string {
  const random = Buffer.from(randomBytes(32)).toString('base64url');
  return TOKEN_PREFIX + random + checkOf(random);
}

/** True for one that is whole; says nothing about whether anyone accepts it. */
export function isToken(text: string): boolean {
  const checked = text.slice(TOKEN_PREFIX.length, -CHECK_LENGTH);
  return TOKEN.test(text) && text.endsWith(checkOf(checked));
}

/** 36 bits of SHA-256: scanners and people see at once that a text is no token. */
function checkOf(random: string): string {
  return Buffer.from(sha256(random)).toString('base64url').slice(0, CHECK_LENGTH);
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
