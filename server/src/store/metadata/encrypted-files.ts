/**
 * The file system under PGlite: its data directory as encrypted files in a directory of the machine.
 *
 * PGlite never asks for a sync, so the order that PostgreSQL relies on is kept here:
 * a commit is acknowledged when the log (`pg_wal`) is on disk; nothing outside the log changes before the log that
 * describes it is on disk; the control file, which says where recovery starts, changes after everything else is.
 */
import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { BaseFilesystem, type FsStats } from '@electric-sql/pglite/basefs';
import type { SectorCipher } from '../../base/crypto/sector-cipher.ts';
import {
  type Disk,
  openSectorFile,
  plainSize,
  readPlain,
  type SectorFile,
  truncatePlain,
  writePlain,
} from './sector-file.ts';
import { asWasiError, wasiError } from './wasi-error.ts';

const LOG_DIRECTORY = '/pg_wal';
const CONTROL_FILE = '/global/pg_control';

/** Closed files keep their descriptor until they are synced; more than this and they are synced early. */
const MAX_CLOSED_UNSYNCED = 256;

interface OpenFile extends SectorFile {
  readonly path: string;
  closed: boolean;
}

export class EncryptedFiles extends BaseFilesystem {
  /** Bytes of log since the control file was last written: what a recovery would have to read. */
  logBytes = 0;

  readonly #directory: string;
  readonly #cipher: SectorCipher;
  readonly #disk: Disk;
  readonly #open = new Map<number, OpenFile>();
  readonly #unsyncedLog = new Set<OpenFile>();
  readonly #unsyncedData = new Set<OpenFile>();
  readonly #unsyncedDirectories = new Set<string>();
  #failure: Error | undefined;

  constructor(directory: string, cipher: SectorCipher, disk: Disk = fs) {
    super(directory);
    this.#directory = directory;
    this.#cipher = cipher;
    this.#disk = disk;
  }

  /** Called by PGlite after each statement. Resolves when what was committed would survive a loss of power. */
  override async syncToFs(): Promise<void> {
    // Nothing is acknowledged in the middle of a transaction.
    if (this.pg?.isInTransaction()) return;
    this.#syncLog();
  }

  override async closeFs(): Promise<void> {
    this.pg?.Module.FS.quit(); // closes what PostgreSQL left open
    this.#syncAll();
  }

  /** Lets go of the files as they are, when the database above has failed. */
  abandon(): void {
    for (const file of new Set([...this.#open.values(), ...this.#unsyncedLog, ...this.#unsyncedData])) {
      this.#disk.closeSync(file.fd);
    }
    this.#open.clear();
    this.#unsyncedLog.clear();
    this.#unsyncedData.clear();
  }

  open(path: string): number {
    return this.#attempt(() => {
      const fd = this.#disk.openSync(this.#place(path), 'r+');
      const file = { ...openSectorFile(this.#disk, fd, this.#cipher), path, closed: false };
      this.#open.set(fd, file);
      return fd;
    });
  }

  close(handle: number): void {
    const file = this.#file(handle);
    this.#open.delete(handle);
    file.closed = true;
    if (!this.#unsyncedLog.has(file) && !this.#unsyncedData.has(file))
      this.#attempt(() => this.#disk.closeSync(file.fd));
    else if (this.#closedUnsynced() > MAX_CLOSED_UNSYNCED) this.#attempt(() => this.#syncAll());
  }

  read(handle: number, buffer: Uint8Array, offset: number, length: number, position: number): number {
    const file = this.#file(handle);
    return this.#attempt(() => readPlain(this.#disk, file, this.#cipher, bytesOf(buffer, offset, length), position));
  }

  write(handle: number, buffer: Uint8Array, offset: number, length: number, position: number): number {
    const file = this.#file(handle);
    const source = bytesOf(buffer, offset, length);
    this.#attempt(() => {
      this.#beforeChange(file.path);
      writePlain(this.#disk, file, this.#cipher, source, position);
      this.#afterChange(file, length);
    });
    return length;
  }

  writeFile(path: string, data: string | Uint8Array): void {
    this.#attempt(() => {
      this.#beforeChange(path);
      const fd = this.#disk.openSync(this.#place(path), fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
      this.#unsyncedDirectories.add(dirname(path));
      const file = { ...openSectorFile(this.#disk, fd, this.#cipher), path, closed: false };
      this.#open.set(fd, file);
      const source = typeof data === 'string' ? new TextEncoder().encode(data) : data;
      truncatePlain(this.#disk, file, this.#cipher, 0);
      writePlain(this.#disk, file, this.#cipher, source, 0);
      this.#afterChange(file, source.length);
      this.close(fd);
    });
  }

  truncate(path: string, size: number): void {
    const handle = this.open(path);
    const file = this.#file(handle);
    this.#attempt(() => {
      this.#beforeChange(path);
      truncatePlain(this.#disk, file, this.#cipher, size);
      this.#afterChange(file, 0);
    });
    this.close(handle);
  }

  mkdir(path: string): void {
    this.#attempt(() => {
      this.#disk.mkdirSync(this.#place(path), 0o700);
      this.#unsyncedDirectories.add(dirname(path));
    });
  }

  rename(from: string, to: string): void {
    this.#attempt(() => {
      this.#beforeChange(to);
      this.#syncContent(from);
      this.#disk.renameSync(this.#place(from), this.#place(to));
      this.#unsyncedDirectories.add(dirname(from)).add(dirname(to));
    });
  }

  unlink(path: string): void {
    this.#attempt(() => {
      this.#beforeChange(path);
      this.#disk.unlinkSync(this.#place(path));
      this.#unsyncedDirectories.add(dirname(path));
    });
  }

  rmdir(path: string): void {
    this.#attempt(() => {
      this.#beforeChange(path);
      this.#disk.rmdirSync(this.#place(path));
      this.#unsyncedDirectories.delete(path);
      this.#unsyncedDirectories.add(dirname(path));
    });
  }

  readdir(path: string): string[] {
    return this.#attempt(() => ['.', '..', ...this.#disk.readdirSync(this.#place(path))]);
  }

  fstat(handle: number): FsStats {
    return this.#attempt(() => plainStats(this.#disk.fstatSync(this.#file(handle).fd)));
  }

  lstat(path: string): FsStats {
    return this.#attempt(() => plainStats(this.#disk.lstatSync(this.#place(path))));
  }

  /** Files are for their owner alone, whatever PostgreSQL asks for. */
  chmod(): void {}

  /** PostgreSQL reads no times. */
  utimes(): void {}

  #beforeChange(path: string): void {
    if (path === CONTROL_FILE) this.#syncAll();
    else if (!isLog(path)) this.#syncLog();
  }

  #afterChange(file: OpenFile, length: number): void {
    if (isLog(file.path)) {
      this.#unsyncedLog.add(file);
      this.logBytes += length;
    } else {
      this.#unsyncedData.add(file);
    }
    if (file.path === CONTROL_FILE) {
      // At once: the log that only the old control file needed is deleted next.
      this.#syncAll();
      this.logBytes = 0;
    }
  }

  #syncLog(): void {
    if (this.#failure) throw this.#failure;
    this.#syncFiles(this.#unsyncedLog);
    if (this.#unsyncedDirectories.has(LOG_DIRECTORY)) this.#syncDirectory(LOG_DIRECTORY);
  }

  /** Small files are replaced as a whole, by rename: the name must never reach the disk before what it stands for. */
  #syncContent(path: string): void {
    if (this.#failure) throw this.#failure;
    this.#syncFiles(this.#unsyncedData, path);
    this.#syncFiles(this.#unsyncedLog, path);
  }

  #syncAll(): void {
    this.#syncLog();
    this.#syncFiles(this.#unsyncedData);
    for (const path of this.#unsyncedDirectories) this.#syncDirectory(path);
  }

  #syncFiles(files: Set<OpenFile>, path?: string): void {
    for (const file of files) {
      if (path !== undefined && file.path !== path) continue;
      this.#orFail(() => this.#disk.fdatasyncSync(file.fd));
      files.delete(file);
      if (file.closed) this.#disk.closeSync(file.fd);
    }
  }

  #syncDirectory(path: string): void {
    const place = this.#place(path);
    this.#orFail(() => {
      const fd = this.#disk.openSync(place, 'r');
      this.#disk.fsyncSync(fd);
      this.#disk.closeSync(fd);
    });
    this.#unsyncedDirectories.delete(path);
  }

  /** After a failed sync the kernel may have dropped what it could not write: nothing may be acknowledged any more. */
  #orFail(sync: () => void): void {
    try {
      sync();
    } catch (cause) {
      this.#failure = wasiError('EIO', 'the metadata directory cannot be synced', cause);
      throw this.#failure;
    }
  }

  #closedUnsynced(): number {
    return this.#unsyncedLog.size + this.#unsyncedData.size - this.#open.size;
  }

  #file(handle: number): OpenFile {
    const file = this.#open.get(handle);
    if (!file) throw wasiError('EBADF', `no open file ${handle}`);
    return file;
  }

  #place(path: string): string {
    return join(this.#directory, path);
  }

  #attempt<T>(operation: () => T): T {
    try {
      return operation();
    } catch (error) {
      throw asWasiError(error);
    }
  }
}

function isLog(path: string): boolean {
  return path.startsWith(`${LOG_DIRECTORY}/`);
}

/** PGlite hands in a view of its memory (of signed bytes, often) when it reads, and the whole memory when it writes. */
function bytesOf(buffer: ArrayBufferView | ArrayBufferLike, offset: number, length: number): Uint8Array {
  if (ArrayBuffer.isView(buffer)) return new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
  return new Uint8Array(buffer, offset, length);
}

function plainStats(stats: fs.Stats): FsStats {
  return {
    dev: stats.dev,
    ino: stats.ino,
    mode: stats.mode,
    nlink: stats.nlink,
    uid: stats.uid,
    gid: stats.gid,
    rdev: stats.rdev,
    size: stats.isFile() ? plainSize(stats.size) : 0,
    blksize: stats.blksize,
    blocks: stats.blocks,
    atime: stats.atimeMs,
    mtime: stats.mtimeMs,
    ctime: stats.ctimeMs,
  };
}
