import { hkdfSync } from 'node:crypto';

export interface KeyPurpose {
  /** `journal`, `store`, `pseudonym`, `secrets`: one use of a key, never two. */
  readonly purpose: string;
  /** Whose data it protects; the empty text for what belongs to nobody. */
  readonly tenant: string;
  /** A segment, a version; the empty text where one key is enough. */
  readonly part: string;
  /** Random bytes kept beside the data, so that a name used again gets another key. */
  readonly salt?: Uint8Array;
}

/** Keys derived from one root key by HKDF-SHA-256 (RFC 5869). The root itself never leaves. */
export interface KeyRing {
  /** 32 bytes, always the same for the same purpose. */
  derive(purpose: KeyPurpose): Uint8Array;
}

/** `root`: 32 bytes. */
export function createKeyRing(root: Uint8Array): KeyRing {
  return {
    derive: ({ purpose, tenant, part, salt = new Uint8Array(0) }) => {
      const label = JSON.stringify([purpose, tenant, part]);
      return new Uint8Array(hkdfSync('sha256', root, salt, label, 32));
    },
  };
}

/** 16 hex digits that tell two rings apart and give nothing of them away. */
export function fingerprintOf(keys: KeyRing): string {
  const key = keys.derive({ purpose: 'fingerprint', tenant: '', part: '' });
  return Buffer.from(key.subarray(0, 8)).toString('hex');
}
