import { expect, test } from 'vitest';
import { createSectorCipher, FILE_ID_BYTES, SECTOR_BYTES } from './sector-cipher.ts';

const key = new Uint8Array(32).map((_, index) => index);
const file = new Uint8Array(FILE_ID_BYTES).fill(7);
const sector = new Uint8Array(SECTOR_BYTES).map((_, index) => index * 31);

test('a decrypted sector is the one that was encrypted', () => {
  const cipher = createSectorCipher(key, 'test');
  for (const index of [0, 1, 2 ** 31, 2 ** 40]) {
    const hidden = cipher.encrypt(sector, file, index);
    expect(hidden).toHaveLength(SECTOR_BYTES);
    expect(new Uint8Array(cipher.decrypt(hidden, file, index))).toEqual(sector);
  }
});

test('the place, the file, the key and the purpose each change every block of the sector', () => {
  const cipher = createSectorCipher(key, 'test');
  const hidden = cipher.encrypt(sector, file, 5);
  const otherFile = new Uint8Array(FILE_ID_BYTES).fill(8);
  const others = [
    cipher.encrypt(sector, file, 6),
    cipher.encrypt(sector, otherFile, 5),
    createSectorCipher(key, 'another').encrypt(sector, file, 5),
    createSectorCipher(new Uint8Array(32), 'test').encrypt(sector, file, 5),
  ];
  for (const other of others) {
    for (let at = 0; at < SECTOR_BYTES; at += 16) {
      expect(other.subarray(at, at + 16)).not.toEqual(hidden.subarray(at, at + 16));
    }
  }
});

test('a torn sector keeps the blocks of both halves readable', () => {
  const cipher = createSectorCipher(key, 'test');
  const before = cipher.encrypt(new Uint8Array(SECTOR_BYTES), file, 1);
  const after = cipher.encrypt(sector, file, 1);
  const torn = new Uint8Array(SECTOR_BYTES);
  torn.set(after.subarray(0, 512));
  torn.set(before.subarray(512), 512);
  const read = new Uint8Array(cipher.decrypt(torn, file, 1));
  expect(read.subarray(0, 512)).toEqual(sector.subarray(0, 512));
  expect(read.subarray(512).every((byte) => byte === 0)).toBe(true);
});

test('only the check of the same key matches', () => {
  const cipher = createSectorCipher(key, 'test');
  expect(cipher.matches(createSectorCipher(key, 'test').check)).toBe(true);
  expect(cipher.matches(createSectorCipher(new Uint8Array(32), 'test').check)).toBe(false);
  expect(cipher.matches(cipher.check.subarray(1))).toBe(false);
});

test('file ids do not repeat', () => {
  const cipher = createSectorCipher(key, 'test');
  const ids = new Set(Array.from({ length: 1_000 }, () => cipher.newFileId().join()));
  expect(ids.size).toBe(1_000);
});

test('a key of another length is refused', () => {
  expect(() => createSectorCipher(new Uint8Array(16), 'test')).toThrow('32 bytes');
});
