import { createHash, hash } from 'node:crypto';

/** RFC 4648 alphabet in lower case: no digit that looks like a letter. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** 13 characters hold 65 bits: two of a million ids meet with a chance below 1 in 10 million. */
const ID_CHARACTERS = 13;

/** 64 hex digits. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}

/** The same of bytes that come in pieces: of a file that is too long to be held. */
export async function sha256HexOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const digest = createHash('sha256');
  for await (const piece of pieces) digest.update(piece);
  return digest.digest('hex');
}

/** 32 bytes. */
export function sha256(bytes: Uint8Array | string): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}

/** An id made from what it stands for: `prefix` and 13 of `a-z2-7`. The same parts give the same id, for ever. */
export function hashId(prefix: string, ...parts: readonly string[]): string {
  // JSON keeps ('ab', 'c') and ('a', 'bc') apart.
  const digest = sha256(JSON.stringify(parts));
  let text = '';
  for (let index = 0; index < ID_CHARACTERS; index += 1) text += BASE32[fiveBitsAt(digest, index * 5)];
  return prefix + text;
}

function fiveBitsAt(bytes: Uint8Array, bit: number): number {
  const byte = bit >> 3;
  const window = (bytes[byte]! << 8) | bytes[byte + 1]!;
  return (window >> (11 - (bit & 7))) & 31;
}
