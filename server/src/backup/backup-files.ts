// The files of a backup: their sums when it is written, and whether they are still the same.
import { createReadStream } from 'node:fs';
import { cp, open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { sha256HexOf } from '../base/crypto/digest.ts';
import { hasErrorCode, syncDirectory } from '../base/durable-file.ts';
import { type BackedUpFile, MANIFEST_FILE } from './manifest.ts';

const READ_BYTES = 2 ** 20;

/** Every file below, in the order of names. */
export async function sumFiles(directory: string): Promise<BackedUpFile[]> {
  const files: BackedUpFile[] = [];
  for (const path of await listFiles(directory)) files.push({ path, ...(await sumOf(join(directory, path))) });
  return files;
}

/** Resolves when the disk has all that is below. */
export async function syncFiles(directory: string): Promise<void> {
  for (const path of await listFiles(directory)) {
    const file = await open(join(directory, path), 'r');
    await file.sync().finally(() => file.close());
  }
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await syncDirectory(join(entry.parentPath, entry.name));
  await syncDirectory(directory);
}

/** One line for each file that is missing, more, or not as it was written. */
export async function compareFiles(directory: string, expected: readonly BackedUpFile[]): Promise<string[]> {
  const faults: string[] = [];
  const found = new Set(await listFiles(directory));
  for (const { path, sizeBytes, sha256 } of expected) {
    if (!found.delete(path)) {
      faults.push(`${path}: missing`);
      continue;
    }
    const sum = await sumOf(join(directory, path));
    if (sum.sizeBytes !== sizeBytes) faults.push(`${path}: ${sum.sizeBytes} bytes instead of ${sizeBytes}`);
    else if (sum.sha256 !== sha256) faults.push(`${path}: not the bytes that were written`);
  }
  found.delete(MANIFEST_FILE);
  for (const path of found) faults.push(`${path}: was not in the backup`);
  return faults;
}

/** Nothing happens where there is no such directory. */
export async function copyDirectory(from: string, to: string): Promise<void> {
  try {
    await cp(from, to, { recursive: true, force: false, errorOnExist: true });
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  }
}

async function sumOf(path: string): Promise<Omit<BackedUpFile, 'path'>> {
  let sizeBytes = 0;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of createReadStream(path, { highWaterMark: READ_BYTES })) {
      sizeBytes += piece.length;
      yield piece;
    }
  }
  const sha256 = await sha256HexOf(pieces());
  return { sizeBytes, sha256 };
}

async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
