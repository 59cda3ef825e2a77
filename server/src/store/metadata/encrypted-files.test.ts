import fs, { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSectorCipher } from '../../base/crypto/sector-cipher.ts';
import { EncryptedFiles } from './encrypted-files.ts';
import type { Disk } from './sector-file.ts';

const cipher = createSectorCipher(new Uint8Array(32).fill(3), 'test');

function newFiles(disk: Partial<Disk> = {}): { files: EncryptedFiles; directory: string } {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-files-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const files = new EncryptedFiles(directory, cipher, { ...fs, ...disk });
  files.mkdir('/pg_wal');
  files.mkdir('/base');
  files.mkdir('/global');
  return { files, directory };
}

function textOf(files: EncryptedFiles, path: string): string {
  const handle = files.open(path);
  const bytes = new Uint8Array(100);
  const length = files.read(handle, bytes, 0, 100, 0);
  files.close(handle);
  return Buffer.from(bytes.subarray(0, length)).toString();
}

test('files keep their content under new names and after the directory is opened again', () => {
  const { files, directory } = newFiles();
  files.writeFile('/base/1', 'hello');
  files.rename('/base/1', '/base/2');
  files.writeFile('/base/3', 'other');
  files.writeFile('/base/3', 'o');
  expect(files.readdir('/base').sort()).toEqual(['.', '..', '2', '3']);
  expect(files.lstat('/base/2')).toMatchObject({ size: 5 });
  files.truncate('/base/2', 4);
  const again = new EncryptedFiles(directory, cipher);
  expect(textOf(again, '/base/2')).toBe('hell');
  expect(textOf(again, '/base/3')).toBe('o');
  expect(readFileSync(join(directory, 'base', '2')).includes('hell')).toBe(false);
});

test('a deleted file stays readable for those who have it open', () => {
  const { files } = newFiles();
  files.writeFile('/base/1', 'hello');
  const handle = files.open('/base/1');
  files.unlink('/base/1');
  const bytes = new Uint8Array(5);
  expect(files.read(handle, bytes, 0, 5, 0)).toBe(5);
  expect(Buffer.from(bytes).toString()).toBe('hello');
  expect(files.fstat(handle).size).toBe(5);
  files.close(handle);
});

test('PGlite hands in signed memory to read into and a bare buffer to write from', () => {
  const { files } = newFiles();
  files.writeFile('/base/1', '');
  const handle = files.open('/base/1');
  const memory = new Uint8Array(64);
  memory.set([1, 2, 3], 10);
  // The types of PGlite promise a Uint8Array in both places.
  files.write(handle, memory.buffer as unknown as Uint8Array, 10, 3, 0);
  const signed = new Int8Array(memory.buffer);
  expect(files.read(handle, signed as unknown as Uint8Array, 40, 3, 0)).toBe(3);
  expect([...memory.subarray(40, 43)]).toEqual([1, 2, 3]);
  files.close(handle);
});

test('errors carry the numbers that PostgreSQL knows', () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  let isFull = false;
  const { files } = newFiles({
    writeSync: ((...args: Parameters<Disk['writeSync']>) => {
      if (isFull) throw full;
      return fs.writeSync(...args);
    }) as Disk['writeSync'], // of the two forms of the call both go through
  });
  files.writeFile('/base/1', 'x');
  const check = (operation: () => unknown, code: number) =>
    expect(operation).toThrowError(expect.objectContaining({ code }));
  check(() => files.open('/base/none'), 44);
  check(() => files.rmdir('/base'), 55);
  check(() => files.mkdir('/base'), 20);
  check(() => files.readdir('/base/1'), 54);
  check(() => files.fstat(9_999), 8);
  const handle = files.open('/base/1');
  isFull = true;
  check(() => files.write(handle, new Uint8Array(10), 0, 10, 0), 51);
  isFull = false;
  files.close(handle);
});

test('a commit syncs the log, and neither data nor anything twice', async () => {
  const synced: string[] = [];
  const paths = new Map<number, string>();
  const { files, directory } = newFiles({
    openSync: (path, flags, mode) => {
      const fd = fs.openSync(path, flags, mode);
      paths.set(fd, String(path));
      return fd;
    },
    fdatasyncSync: (fd) => {
      synced.push(paths.get(fd)!.slice(directory.length));
      fs.fdatasyncSync(fd);
    },
  });
  files.writeFile('/base/1', 'data');
  files.writeFile('/pg_wal/1', 'log');
  await files.syncToFs();
  await files.syncToFs();
  expect(synced).toEqual(['/pg_wal/1']);
  files.writeFile('/pg_wal/1', 'more log');
  files.writeFile('/base/2', 'after the log that tells of it');
  expect(synced).toEqual(['/pg_wal/1', '/pg_wal/1']);
  files.writeFile('/global/pg_control', 'after everything');
  expect(synced.slice(2).sort()).toEqual(['/base/1', '/base/2', '/global/pg_control']);
});

test('after one failed sync nothing is acknowledged any more', async () => {
  let fails = false;
  const { files } = newFiles({
    fdatasyncSync: (fd) => {
      if (fails) throw Object.assign(new Error('input/output error'), { code: 'EIO' });
      fs.fdatasyncSync(fd);
    },
  });
  files.writeFile('/pg_wal/1', 'log');
  fails = true;
  await expect(files.syncToFs()).rejects.toThrow('cannot be synced');
  fails = false;
  await expect(files.syncToFs()).rejects.toThrow('cannot be synced');
  files.abandon();
});
