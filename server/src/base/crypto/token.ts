import { sha256, sha256Hex } from './digest.ts';
import { randomBytes } from './random.ts';

/** Lets secret scanners find a token that was checked in. */
export const TOKEN_PREFIX = 'fsk_';
/** Of keys with which programs ask the API: a scanner that finds one knows at once that it reads, and does not only write. */
export const API_KEY_PREFIX = 'fsa_';

const AFTER_PREFIX = /^[A-Za-z0-9_-]{49}$/;
const CHECK_LENGTH = 6;

/** A new secret of 256 bits: the prefix, 43 of base64url, and 6 that are a check of those before. */
export function createToken(prefix: string = TOKEN_PREFIX): string {
  const random = Buffer.from(randomBytes(32)).toString('base64url');
  return prefix + random + checkOf(random);
}

/** True for one that is whole; says nothing about whether anyone accepts it. */
export function isToken(text: string, prefix: string = TOKEN_PREFIX): boolean {
  const rest = text.slice(prefix.length);
  return text.startsWith(prefix) && AFTER_PREFIX.test(rest) && rest.endsWith(checkOf(rest.slice(0, -CHECK_LENGTH)));
}

/** 36 bits of SHA-256: scanners and people see at once that a text is no token. */
function checkOf(random: string): string {
  return Buffer.from(sha256(random)).toString('base64url').slice(0, CHECK_LENGTH);
}

/** SHA-256 in hex. No salt: 256 random bits cannot be enumerated, and the hash must be found by equality. */
export function hashToken(token: string): string {
  return sha256Hex(token);
}
