// A directory -> what it says it holds, believed once its seal holds under the key that was given.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup } from '@foreshock/model/backup.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { KeyRing } from '../base/crypto/key-ring.ts';
import { openWrappedRing } from '../base/crypto/open-key-ring.ts';
import { hasErrorCode, readFileIfAny } from '../base/durable-file.ts';
import { decodeManifest, MANIFEST_FILE, type Manifest, peekManifest } from './manifest.ts';
import { backupOf, UNFINISHED } from './write-backup.ts';

export interface OpenedBackup {
  readonly directory: string;
  readonly manifest: Manifest;
  readonly keys: KeyRing;
}

/** `input-invalid` for what is no backup or not as it was written, `configuration-invalid` for another key. */
export async function openBackup(directory: string, masterKey: Uint8Array): Promise<Result<OpenedBackup>> {
  const text = (await readFileIfAny(join(directory, MANIFEST_FILE)))?.toString('utf8');
  if (text === undefined) return failure('input-invalid', `${directory} is no backup: it has no ${MANIFEST_FILE}`);
  const keys = await openWrappedRing(masterKey, directory);
  if (!keys.ok) return keys;
  const manifest = decodeManifest(text, keys.value);
  if (!manifest.ok) return failure(manifest.error.code, `${directory}: ${manifest.error.message}`);
  return success({ directory, manifest: manifest.value, keys: keys.value });
}

const NOT_THERE = ['ENOENT', 'ENOTDIR'];

/** What is whole below `directory`, newest first; empty without one. Nothing is checked beside that it has a manifest. */
export async function listBackups(directory: string): Promise<Backup[]> {
  const backups: Backup[] = [];
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    if (NOT_THERE.some((code) => hasErrorCode(error, code))) return [];
    throw error;
  });
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith(UNFINISHED)) continue;
    const text = await readFileIfAny(join(directory, entry.name, MANIFEST_FILE));
    const manifest = text && peekManifest(text.toString('utf8'));
    if (manifest) backups.push(backupOf(entry.name, manifest));
  }
  return backups.sort((a, b) => b.markedAt - a.markedAt);
}

/** Deletes what was begun by a program that ended meanwhile, and the oldest beyond `keep`. */
export async function tidyBackups(directory: string, keep: number): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.startsWith(UNFINISHED));
  const old = (await listBackups(directory)).slice(keep).map(({ name }) => name);
  for (const name of [...names, ...old]) await rm(join(directory, name), { recursive: true, force: true });
}
