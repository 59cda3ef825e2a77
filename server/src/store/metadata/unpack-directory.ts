import fs from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { SectorCipher } from '../../base/crypto/sector-cipher.ts';
import { syncDirectory } from '../../base/durable-file.ts';
import { openSectorFile, writePlain } from './sector-file.ts';

const BLOCK_BYTES = 512;

export interface TarEntry {
  /** Relative, without a slash at its start or end. */
  readonly path: string;
  readonly isDirectory: boolean;
  readonly content: Uint8Array;
}

/**
 * Writes the files of a tar (POSIX ustar) encrypted into `directory`, which must be new and empty. Resolves when all of
 * it is on disk. False, and nothing written, when the bytes are no such tar or not a whole one.
 */
export async function unpackEncrypted(tar: Uint8Array, directory: string, cipher: SectorCipher): Promise<boolean> {
  const entries = readTar(tar);
  if (entries === undefined) return false;
  const directories = [directory];
  const synced: Promise<void>[] = [];
  for (const { path, isDirectory, content } of entries) {
    const place = join(directory, path);
    if (isDirectory) {
      await mkdir(place, { mode: 0o700 });
      directories.push(place);
      continue;
    }
    const handle = await open(place, 'wx+', 0o600);
    writePlain(fs, openSectorFile(fs, handle.fd, cipher), cipher, content, 0);
    // Many at once: the journal of the file system then writes them together.
    synced.push(handle.datasync().finally(() => handle.close()));
  }
  await Promise.all(synced);
  for (const place of directories) await syncDirectory(place);
  return true;
}

/** `undefined` when the bytes are no tar, lead out of their directory, or end before the two empty blocks of its end. */
export function readTar(tar: Uint8Array): TarEntry[] | undefined {
  const entries: TarEntry[] = [];
  let at = 0;
  while (at + BLOCK_BYTES <= tar.length) {
    const header = tar.subarray(at, at + BLOCK_BYTES);
    if (header.every((byte) => byte === 0)) return entries;
    if (text(header, 257, 5) !== 'ustar') return undefined;
    const size = Number.parseInt(text(header, 124, 12), 8);
    const path = [text(header, 345, 155), text(header, 0, 100)]
      .filter(Boolean)
      .join('/')
      .replaceAll(/^\/+|\/+$/g, '');
    const isSafe = path.split('/').every((part) => part !== '' && part !== '..');
    const isWhole = at + BLOCK_BYTES + size <= tar.length;
    if (!isSafe || !isWhole) return undefined;
    const isDirectory = text(header, 156, 1) === '5';
    entries.push({
      path,
      isDirectory,
      content: tar.subarray(at + BLOCK_BYTES, at + BLOCK_BYTES + (isDirectory ? 0 : size)),
    });
    at += BLOCK_BYTES + (isDirectory ? 0 : Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES);
  }
  return undefined;
}

/** Up to the first NUL; numbers end with a space too. */
function text(header: Uint8Array, offset: number, length: number): string {
  const field = Buffer.from(header.subarray(offset, offset + length)).toString('latin1');
  return field.split('\0', 1)[0]!.trim();
}
