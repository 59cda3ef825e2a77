import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** 4 KiB: the block of common file systems, so that a sector is written without reading its neighbors first. */
export const SECTOR_BYTES = 4_096;

/** Names a file in the tweak, so that equal sectors of two files differ on disk. */
export const FILE_ID_BYTES = 8;

/** Encrypts the sectors of files. The same plain sector at the same place of the same file gives the same bytes. */
export interface SectorCipher {
  /** `sector` has `SECTOR_BYTES`; the answer too. */
  encrypt(sector: Uint8Array, fileId: Uint8Array, index: number): Uint8Array;
  decrypt(sector: Uint8Array, fileId: Uint8Array, index: number): Uint8Array;
  /** Random, `FILE_ID_BYTES` long, never all zero. */
  newFileId(): Uint8Array;
  /** Kept beside the files, tells a wrong key from damage and says nothing about the key. */
  readonly check: Uint8Array;
  /** True when `check` was made by the same key. */
  matches(check: Uint8Array): boolean;
}

/**
 * AES-256-XTS (IEEE 1619) with a key of its own, derived from `key` by HKDF-SHA-256.
 *
 * key      32 bytes
 * purpose  parts the keys of different uses of one `key`
 *
 * XTS hides content and has no integrity: a changed sector decrypts to noise, which the reader must notice by a
 * checksum of its own. An attacker with write access can put back an older version of a sector.
 */
export function createSectorCipher(key: Uint8Array, purpose: string): SectorCipher {
  if (key.length !== 32) throw new RangeError(`a sector cipher needs a key of 32 bytes, got ${key.length}`);
  const derive = (use: string, length: number) =>
    new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `foreshock ${purpose} ${use}`, length));
  // As a key object: handing in raw bytes makes each call four times slower.
  const sectorKey = createSecretKey(derive('sectors', 64));
  const check = derive('check', 32);
  const tweak = new Uint8Array(16);
  const tweakView = new DataView(tweak.buffer);
  const pointAt = (fileId: Uint8Array, index: number) => {
    tweak.set(fileId);
    tweakView.setBigUint64(FILE_ID_BYTES, BigInt(index), true);
  };
  return {
    encrypt(sector, fileId, index) {
      pointAt(fileId, index);
      return createCipheriv('aes-256-xts', sectorKey, tweak).update(sector);
    },
    decrypt(sector, fileId, index) {
      pointAt(fileId, index);
      return createDecipheriv('aes-256-xts', sectorKey, tweak).update(sector);
    },
    newFileId() {
      const id = new Uint8Array(randomBytes(FILE_ID_BYTES));
      return id.some((byte) => byte !== 0) ? id : this.newFileId();
    },
    check,
    matches: (other) => other.length === check.length && timingSafeEqual(other, check),
  };
}
