/**
 * A file of encrypted sectors on disk, read and written at any place like a plain one.
 *
 * Layout: a first block that holds the file's id, then whole sectors; the last one is padded with zeros. Where the
 * plain size is no multiple of a sector, as many bytes follow as the last sector really holds, so that the length on
 * disk alone tells the plain size and nothing has to be cached. A sector of zeros on disk is a hole and reads as zeros.
 */
import type fs from 'node:fs';
import { FILE_ID_BYTES, SECTOR_BYTES, type SectorCipher } from '../../base/crypto/sector-cipher.ts';

/** What is asked of the machine's disk; `node:fs` has it. A test hands in one that loses power. */
export type Disk = Pick<
  typeof fs,
  | 'openSync'
  | 'closeSync'
  | 'readSync'
  | 'writeSync'
  | 'ftruncateSync'
  | 'fstatSync'
  | 'lstatSync'
  | 'fdatasyncSync'
  | 'fsyncSync'
  | 'mkdirSync'
  | 'readdirSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'unlinkSync'
>;

/** As long as a sector, so that sectors stay aligned to the blocks of the disk. */
const FIRST_BLOCK_BYTES = SECTOR_BYTES;

const NO_ID = new Uint8Array(FILE_ID_BYTES);

export interface SectorFile {
  readonly fd: number;
  readonly id: Uint8Array;
}

/** Plain size of a file that has `length` bytes on disk. */
export function plainSize(length: number): number {
  const sectors = Math.floor(Math.max(0, length - FIRST_BLOCK_BYTES) / SECTOR_BYTES);
  if (sectors === 0) return 0;
  const inLast = (length - FIRST_BLOCK_BYTES) % SECTOR_BYTES;
  return inLast === 0 ? sectors * SECTOR_BYTES : (sectors - 1) * SECTOR_BYTES + inLast;
}

/** The length on disk of a file of `size` plain bytes. */
export function diskLength(size: number): number {
  const inLast = size % SECTOR_BYTES;
  return FIRST_BLOCK_BYTES + Math.ceil(size / SECTOR_BYTES) * SECTOR_BYTES + inLast;
}

/**
 * Gives the open file its id when it has none: a new file, or one of which nothing had reached the disk before the
 * power went. Of such a file no sector can be read, so it is empty.
 */
export function openSectorFile(disk: Disk, fd: number, cipher: SectorCipher): SectorFile {
  const id = new Uint8Array(FILE_ID_BYTES);
  const read = disk.readSync(fd, id, 0, FILE_ID_BYTES, 0);
  if (read === FILE_ID_BYTES && Buffer.compare(id, NO_ID) !== 0) return { fd, id };
  const fresh = cipher.newFileId();
  disk.ftruncateSync(fd, 0);
  disk.writeSync(fd, fresh, 0, FILE_ID_BYTES, 0);
  disk.ftruncateSync(fd, diskLength(0));
  return { fd, id: fresh };
}

/** Fills `target` from `position` on; returns how many bytes there were. */
export function readPlain(
  disk: Disk,
  file: SectorFile,
  cipher: SectorCipher,
  target: Uint8Array,
  position: number,
): number {
  const size = plainSize(disk.fstatSync(file.fd).size);
  const length = Math.min(target.length, size - position);
  if (length <= 0) return 0;
  const first = Math.floor(position / SECTOR_BYTES);
  const sectors = readSectors(disk, file, cipher, first, Math.floor((position + length - 1) / SECTOR_BYTES));
  const start = position - first * SECTOR_BYTES;
  target.set(sectors.subarray(start, start + length));
  return length;
}

/** Writes all of `source` at `position`; a gap after the old end reads as zeros. */
export function writePlain(
  disk: Disk,
  file: SectorFile,
  cipher: SectorCipher,
  source: Uint8Array,
  position: number,
): void {
  if (source.length === 0) return;
  const lengthBefore = disk.fstatSync(file.fd).size;
  const sizeBefore = plainSize(lengthBefore);
  const end = position + source.length;
  const first = Math.floor(position / SECTOR_BYTES);
  const last = Math.floor((end - 1) / SECTOR_BYTES);
  const start = first * SECTOR_BYTES;
  const plain = new Uint8Array((last - first + 1) * SECTOR_BYTES);
  const keepsHead = position > start && start < sizeBefore;
  if (keepsHead) plain.set(readSectors(disk, file, cipher, first, first));
  const keepsTail =
    end < (last + 1) * SECTOR_BYTES && last * SECTOR_BYTES < sizeBefore && !(keepsHead && last === first);
  if (keepsTail) plain.set(readSectors(disk, file, cipher, last, last), (last - first) * SECTOR_BYTES);
  plain.set(source, position - start);
  writeSectors(disk, file, cipher, plain, first);
  const lengthNow = Math.max(lengthBefore, diskLength((last + 1) * SECTOR_BYTES));
  const wanted = diskLength(Math.max(sizeBefore, end));
  if (lengthNow !== wanted) disk.ftruncateSync(file.fd, wanted);
}

/** Shortens, or lengthens with zeros. */
export function truncatePlain(disk: Disk, file: SectorFile, cipher: SectorCipher, size: number): void {
  const inLast = size % SECTOR_BYTES;
  if (inLast !== 0 && size < plainSize(disk.fstatSync(file.fd).size)) {
    // What was cut must not come back when the file grows again.
    const last = Math.floor(size / SECTOR_BYTES);
    writeSectors(disk, file, cipher, readSectors(disk, file, cipher, last, last).fill(0, inLast), last);
  }
  // In two steps, so that the bytes after the last sector are zeros and not the start of a sector that was there.
  if (inLast !== 0) disk.ftruncateSync(file.fd, diskLength(size) - inLast);
  disk.ftruncateSync(file.fd, diskLength(size));
}

function readSectors(disk: Disk, file: SectorFile, cipher: SectorCipher, first: number, last: number): Uint8Array {
  const sectors = new Uint8Array((last - first + 1) * SECTOR_BYTES);
  disk.readSync(file.fd, sectors, 0, sectors.length, FIRST_BLOCK_BYTES + first * SECTOR_BYTES);
  for (let index = first; index <= last; index++) {
    const at = (index - first) * SECTOR_BYTES;
    const sector = sectors.subarray(at, at + SECTOR_BYTES);
    if (!isHole(sector)) sector.set(cipher.decrypt(sector, file.id, index));
  }
  return sectors;
}

function writeSectors(disk: Disk, file: SectorFile, cipher: SectorCipher, plain: Uint8Array, first: number): void {
  const sectors = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at += SECTOR_BYTES) {
    sectors.set(cipher.encrypt(plain.subarray(at, at + SECTOR_BYTES), file.id, first + at / SECTOR_BYTES), at);
  }
  let written = 0;
  while (written < sectors.length) {
    const place = FIRST_BLOCK_BYTES + first * SECTOR_BYTES + written;
    written += disk.writeSync(file.fd, sectors, written, sectors.length - written, place);
  }
}

/** Encrypted bytes are all zero with a probability of 2^-32768. */
function isHole(sector: Uint8Array): boolean {
  return sector[0] === 0 && sector.every((byte) => byte === 0);
}
