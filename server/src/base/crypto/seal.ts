import { createCipheriv, createDecipheriv } from 'node:crypto';

/** AES-256-GCM. A nonce must never come twice under one key: that would give the plain text away. */
export interface SealOptions {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 12 bytes. */
  readonly nonce: Uint8Array;
  /** Not hidden, yet sealed with the text: what is opened elsewhere than it was sealed does not open. */
  readonly context: Uint8Array;
}

/** How much longer a sealed text is than the plain one. */
export const SEAL_BYTES = 16;

/** The parts one after another, encrypted, and the tag as the last part. */
export function seal(parts: readonly Uint8Array[], { key, nonce, context }: SealOptions): Uint8Array[] {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(context);
  const sealed: Uint8Array[] = parts.map((part) => cipher.update(part));
  sealed.push(cipher.final(), cipher.getAuthTag());
  return sealed;
}

/** The plain text; `undefined` when key, nonce, context or a single bit is not as it was sealed. */
export function open(sealed: Uint8Array, { key, nonce, context }: SealOptions): Uint8Array | undefined {
  if (sealed.length < SEAL_BYTES) return undefined;
  const tagAt = sealed.length - SEAL_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: SEAL_BYTES });
  decipher.setAAD(context);
  decipher.setAuthTag(sealed.subarray(tagAt));
  const plain = decipher.update(sealed.subarray(0, tagAt));
  try {
    decipher.final();
  } catch {
    // Node throws an error without a code for a tag that does not fit; nothing else can fail here.
    return undefined;
  }
  return plain;
}
