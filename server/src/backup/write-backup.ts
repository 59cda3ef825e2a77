// Data of a program -> a backup of it. Everything is copied while store and stream stand still, so the parts fit together:
// the store has what lies below the watermark of the stream, and the journal what was acknowledged since. The master key is
// never in it.
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup, BackupStep } from '@foreshock/model/backup.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import { formatTime } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { fingerprintOf, type KeyRing } from '../base/crypto/key-ring.ts';
import { rootKeyFile } from '../base/crypto/root-key.ts';
import { hasErrorCode, replaceFile, syncDirectory } from '../base/durable-file.ts';
import type { Metadata } from '../store/metadata/database.ts';
import type { WholeTelemetryStore } from '../store/telemetry/telemetry-store.ts';
import { copyStream } from '../stream/copy-stream.ts';
import { copyDirectory, sumFiles, syncFiles } from './backup-files.ts';
import { countMetadata } from './count-metadata.ts';
import { encodeManifest, MANIFEST_FILE, type Manifest } from './manifest.ts';

export interface BackupTools {
  readonly dataDirectory: string;
  readonly metadata: Pick<Metadata, 'copyTo'>;
  /** Opened with a `backupDirectory` that holds the backup. */
  readonly store: Pick<WholeTelemetryStore, 'backUp'>;
  readonly keys: KeyRing;
  readonly clock: Clock;
  /** Of the program. */
  readonly version: string;
  /** Runs work while the store and what is committed stand still. */
  readonly hold: <T>(work: () => Promise<T>) => Promise<Result<T>>;
  readonly onStep: (step: BackupStep) => void;
}

/** Begins the names of what is not whole: never taken for a backup, and deleted before the next one. */
export const UNFINISHED = '.unfinished-';

/** Writes a backup below `directory`, which exists. It has its name when it is whole and on disk. */
export async function writeBackup(directory: string, tools: BackupTools): Promise<Result<Backup>> {
  const name = formatTime(tools.clock.now()).replace(/[-:.]/g, '');
  const unfinished = join(directory, `${UNFINISHED}${name}`);
  try {
    await mkdir(join(unfinished, 'telemetry'), { recursive: true, mode: 0o700 });
    tools.onStep('waiting');
    const held = await tools.hold(() => copyData(unfinished, tools));
    const copied = held.ok ? held.value : held;
    if (!copied.ok) return copied;
    tools.onStep('sums');
    await syncFiles(unfinished);
    const files = await sumFiles(unfinished);
    const manifest = { ...copied.value, files };
    await replaceFile(join(unfinished, MANIFEST_FILE), encodeManifest(manifest, tools.keys));
    await rename(unfinished, join(directory, name));
    await syncDirectory(directory);
    return success(backupOf(name, manifest));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

export function backupOf(name: string, { markedAt, files }: Pick<Manifest, 'markedAt' | 'files'>): Backup {
  return { name, markedAt, sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

async function copyData(to: string, tools: BackupTools): Promise<Result<Omit<Manifest, 'files'>>> {
  const { dataDirectory, keys } = tools;
  // Before the chains that they are of: a head that the copy does not have would say that rows were cut off.
  await copyDirectory(join(dataDirectory, 'anchors'), join(to, 'anchors'));
  tools.onStep('metadata');
  const metadataRows = await tools.metadata.copyTo(join(to, 'metadata'), countMetadata);
  tools.onStep('telemetry');
  const stored = await tools.store.backUp(join(to, 'telemetry'));
  if (!stored.ok) return stored;
  tools.onStep('stream');
  await copyDirectory(join(dataDirectory, 'quarantine'), join(to, 'quarantine'));
  await copyRootKey(dataDirectory, to);
  const markedAt = tools.clock.now();
  const stream = await copyStream(join(dataDirectory, 'journal'), join(to, 'journal'));
  return success({
    format: 1,
    version: tools.version,
    markedAt,
    ...stream,
    keyFingerprint: fingerprintOf(keys),
    telemetryRows: stored.value,
    metadataRows,
  });
}

/** Wrapped by the master key; there is none before the first change of that. */
async function copyRootKey(dataDirectory: string, to: string): Promise<void> {
  await mkdir(join(to, 'keys'), { mode: 0o700 });
  try {
    await copyFile(rootKeyFile(dataDirectory), rootKeyFile(to));
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  }
}
