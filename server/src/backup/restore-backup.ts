// A backup -> a data directory that the program starts on.
import { copyFile, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { masterKeyFile, masterKeyText } from '../base/crypto/master-key.ts';
import { rootKeyFile } from '../base/crypto/root-key.ts';
import { hasErrorCode, syncDirectory, writeAndSync } from '../base/durable-file.ts';
import type { StoreConfig } from '../store/config.ts';
import { lockDirectory } from '../store/metadata/directory-lock.ts';
import { createTelemetryStore } from '../store/telemetry/create-telemetry-store.ts';
import { compareFiles, copyDirectory, syncFiles } from './backup-files.ts';
import type { OpenedBackup } from './read-backup.ts';
import { restoreMark } from './restore-mark.ts';

export interface RestoreOptions {
  /** Made when it is missing; else empty. */
  readonly dataDirectory: string;
  readonly config: StoreConfig;
  /** Kept in the data directory; absent where the configuration has it. */
  readonly masterKey?: Uint8Array;
}

/** What a new volume, and a program that was refused, leave behind. */
const EMPTY_EVEN_SO = ['lost+found', 'lock'];

/**
 * `input-invalid` names every file that is not as it was written; then nothing is made. `state-conflict` when something is
 * in the directory already, or what was left there by a restore that did not end.
 */
export async function restoreBackup(backup: OpenedBackup, options: RestoreOptions): Promise<Result<void>> {
  const { dataDirectory } = options;
  const faults = await compareFiles(backup.directory, backup.manifest.files);
  if (faults.length > 0) return failure('input-invalid', `${backup.directory} is damaged:\n${faults.join('\n')}`);
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const inside = (await readdir(dataDirectory)).filter((name) => !EMPTY_EVEN_SO.includes(name));
  if (inside.length > 0) {
    const text = `${dataDirectory} is not empty (${inside.slice(0, 3).join(', ')}): name a new directory`;
    return failure('state-conflict', text);
  }
  const lock = lockDirectory(dataDirectory);
  if (!lock.ok) return lock;
  try {
    return await fill(backup, options);
  } finally {
    lock.value.release();
  }
}

async function fill(backup: OpenedBackup, { dataDirectory, config, masterKey }: RestoreOptions): Promise<Result<void>> {
  const mark = restoreMark(dataDirectory);
  await writeAndSync(await open(mark, 'wx', 0o600), 'a restore began here and did not end\n');
  await syncDirectory(dataDirectory);
  for (const part of ['metadata', 'journal', 'quarantine', 'anchors'])
    await copyDirectory(join(backup.directory, part), join(dataDirectory, part));
  await restoreKeys(backup.directory, dataDirectory, masterKey);
  const telemetry = await restoreTelemetry(backup, dataDirectory, config);
  if (!telemetry.ok) return telemetry;
  // Everything is on disk before it counts.
  await syncFiles(dataDirectory);
  await rm(mark);
  await syncDirectory(dataDirectory);
  return success();
}

async function restoreKeys(from: string, to: string, masterKey: Uint8Array | undefined): Promise<void> {
  await mkdir(join(to, 'keys'), { mode: 0o700 });
  try {
    await copyFile(rootKeyFile(from), rootKeyFile(to));
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  }
  if (masterKey) await writeAndSync(await open(masterKeyFile(to), 'wx', 0o600), masterKeyText(masterKey));
}

async function restoreTelemetry(
  { directory, keys }: OpenedBackup,
  dataDirectory: string,
  config: StoreConfig,
): Promise<Result<void>> {
  const store = await createTelemetryStore({
    directory: join(dataDirectory, 'telemetry'),
    key: keys.derive({ purpose: 'telemetry', tenant: '', part: '' }),
    config,
    backupDirectory: directory,
  });
  if (!store.ok) return store;
  try {
    return await store.value.restore(join(directory, 'telemetry'));
  } finally {
    await store.value.close();
  }
}
