// Is it worth anything? Restored into a directory that is deleted again, opened, read and counted.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { StoreConfig } from '../store/config.ts';
import { openMetadata } from '../store/metadata/database.ts';
import { createTelemetryStore } from '../store/telemetry/create-telemetry-store.ts';
import { countMetadata } from './count-metadata.ts';
import type { OpenedBackup } from './read-backup.ts';
import { restoreBackup } from './restore-backup.ts';

export interface BackupVerdict {
  /** Empty when all is as it was written and can be read. */
  readonly faults: readonly string[];
  readonly telemetryRows: Readonly<Record<string, number>>;
  readonly metadataRows: Readonly<Record<string, number>>;
}

/** Needs as much room in the system's directory for temporary files as the backup has. */
export async function verifyBackup(backup: OpenedBackup, config: StoreConfig): Promise<Result<BackupVerdict>> {
  const scratch = await mkdtemp(join(tmpdir(), 'foreshock-verify-'));
  try {
    const restored = await restoreBackup(backup, { dataDirectory: scratch, config });
    if (!restored.ok) return success({ faults: [restored.error.message], telemetryRows: {}, metadataRows: {} });
    return success(await readBack(backup, scratch, config));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function readBack(
  { manifest, keys }: OpenedBackup,
  scratch: string,
  config: StoreConfig,
): Promise<BackupVerdict> {
  const keyFor = (purpose: string): Uint8Array => keys.derive({ purpose, tenant: '', part: '' });
  const faults: string[] = [];
  let metadataRows: Record<string, number> = {};
  let telemetryRows: Readonly<Record<string, number>> = {};
  const metadata = await openMetadata({ directory: join(scratch, 'metadata'), key: keyFor('metadata') });
  if (!metadata.ok) faults.push(metadata.error.message);
  else {
    metadataRows = await countMetadata(metadata.value.db);
    await metadata.value.close();
    faults.push(...differences(manifest.metadataRows, metadataRows, (expected, found) => found === expected));
  }
  const store = await createTelemetryStore({ directory: join(scratch, 'telemetry'), key: keyFor('telemetry'), config });
  if (!store.ok) faults.push(store.error.message);
  else {
    const checked = await store.value.check();
    await store.value.close();
    if (!checked.ok) faults.push(checked.error.message);
    else {
      telemetryRows = checked.value;
      // Old rows may have been deleted between the copy and the count.
      faults.push(...differences(manifest.telemetryRows, telemetryRows, (expected, found) => found >= expected));
    }
  }
  return { faults, telemetryRows, metadataRows };
}

function differences(
  expected: Readonly<Record<string, number>>,
  found: Readonly<Record<string, number>>,
  isRight: (expected: number, found: number) => boolean,
): string[] {
  return Object.entries(expected)
    .filter(([table, rows]) => !isRight(rows, found[table] ?? 0))
    .map(([table, rows]) => `${table}: ${found[table] ?? 0} rows instead of ${rows}`);
}
