import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createSectorCipher, SECTOR_BYTES } from '../../base/crypto/sector-cipher.ts';
import {
  diskLength,
  openSectorFile,
  plainSize,
  readPlain,
  type SectorFile,
  truncatePlain,
  writePlain,
} from './sector-file.ts';

const cipher = createSectorCipher(new Uint8Array(32).fill(3), 'test');
const directory = mkdtempSync(join(tmpdir(), 'foreshock-sectors-'));
afterAll(() => rmSync(directory, { recursive: true }));

let files = 0;
function newFile(): SectorFile {
  files += 1;
  return openSectorFile(fs, fs.openSync(join(directory, `file-${files}`), 'w+'), cipher);
}

function readAll(file: SectorFile, length: number): Uint8Array {
  const target = new Uint8Array(length + 10);
  return target.subarray(0, readPlain(fs, file, cipher, target, 0));
}

const place = fc.oneof(
  fc.nat(3 * SECTOR_BYTES),
  fc.constantFrom(0, 1, SECTOR_BYTES - 1, SECTOR_BYTES, 2 * SECTOR_BYTES),
);
const step = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), at: place, length: place, fill: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('truncate' as const), size: place }),
);

test('whatever is written and cut, a file reads as a plain one does, also when it is opened again', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let plain = new Uint8Array(0);
      let file = newFile();
      for (const each of steps) {
        if (each.kind === 'truncate') {
          const cut = new Uint8Array(each.size);
          cut.set(plain.subarray(0, each.size));
          plain = cut;
          truncatePlain(fs, file, cipher, each.size);
        } else if (each.length > 0) {
          const source = new Uint8Array(each.length).map((_, index) => each.fill + index);
          const grown = new Uint8Array(Math.max(plain.length, each.at + each.length));
          grown.set(plain);
          grown.set(source, each.at);
          plain = grown;
          writePlain(fs, file, cipher, source, each.at);
        }
        expect(plainSize(fs.fstatSync(file.fd).size)).toBe(plain.length);
        file = openSectorFile(fs, file.fd, cipher);
        expect(Buffer.compare(readAll(file, plain.length), plain)).toBe(0);
      }
      fs.closeSync(file.fd);
    }),
    { numRuns: 150 },
  );
});

test('a read in the middle gives what is there and stops at the end', () => {
  const file = newFile();
  const plain = new Uint8Array(10_000).map((_, index) => index * 13);
  writePlain(fs, file, cipher, plain, 0);
  const target = new Uint8Array(6_000);
  expect(readPlain(fs, file, cipher, target, 5_000)).toBe(5_000);
  expect(target.subarray(0, 5_000)).toEqual(plain.subarray(5_000));
  expect(readPlain(fs, file, cipher, target, 10_000)).toBe(0);
});

test('the length on disk tells every size', () => {
  for (let size = 0; size < 4 * SECTOR_BYTES; size += 7) expect(plainSize(diskLength(size)), `${size}`).toBe(size);
});

test('a file of which only the length reached the disk is empty', () => {
  const fd = fs.openSync(join(directory, 'lost'), 'w+');
  fs.ftruncateSync(fd, diskLength(5 * SECTOR_BYTES));
  expect(readAll(openSectorFile(fs, fd, cipher), 0)).toHaveLength(0);
});

test('a file that takes the place of another shows nothing of it', () => {
  const path = join(directory, 'reused');
  const first = openSectorFile(fs, fs.openSync(path, 'w+'), cipher);
  writePlain(fs, first, cipher, new Uint8Array(9_000).fill(1), 0);
  fs.closeSync(first.fd);
  fs.unlinkSync(path);
  const second = openSectorFile(fs, fs.openSync(path, 'w+'), cipher);
  expect(second.id).not.toEqual(first.id);
  writePlain(fs, second, cipher, Uint8Array.of(7), SECTOR_BYTES);
  const expected = new Uint8Array(SECTOR_BYTES + 1);
  expected[SECTOR_BYTES] = 7;
  expect(readAll(second, SECTOR_BYTES + 1)).toEqual(expected);
});

test('equal sectors look different in two places and in two files', () => {
  const [one, two] = [newFile(), newFile()];
  const plain = new Uint8Array(2 * SECTOR_BYTES).fill(9);
  for (const file of [one, two]) writePlain(fs, file, cipher, plain, 0);
  const sectors = [one, two].flatMap((file) => [1, 2].map((at) => rawSector(file, at)));
  expect(new Set(sectors).size).toBe(4);
});

function rawSector(file: SectorFile, index: number): string {
  const bytes = Buffer.alloc(SECTOR_BYTES);
  fs.readSync(file.fd, bytes, 0, SECTOR_BYTES, index * SECTOR_BYTES);
  return bytes.toString('hex');
}
