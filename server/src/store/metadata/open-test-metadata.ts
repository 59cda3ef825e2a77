/** A real metadata store in a directory of its own, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type Metadata, openMetadata } from './database.ts';
import { preparedDirectoryName } from './prepared-directory-name.ts';
import { ensureTenant } from './tenants.ts';

export const TEST_KEY = new Uint8Array(32).map((_, index) => index * 7 + 1);

/** Made by the first test that needs it and kept for the next run. */
export const TEST_PREPARED = join(tmpdir(), `foreshock-test-${preparedDirectoryName()}`);

/** For hooks and tests that open a database: the first one of all makes the prepared directory, on a busy machine slowly. */
export const OPENING_MS = 180_000;

export interface TestMetadata extends Metadata {
  readonly directory: string;
  /** A tenant that no other call gives. */
  newTenant(): Promise<TenantId>;
  /** Closes and deletes. */
  remove(): Promise<void>;
}

export async function openTestMetadata(): Promise<TestMetadata> {
  const directory = await mkdtemp(join(tmpdir(), 'foreshock-metadata-'));
  const opened = await openMetadata({ directory, key: TEST_KEY, preparedDirectory: TEST_PREPARED });
  if (!opened.ok) throw new Error(opened.error.message);
  const { db, copyTo, close } = opened.value;
  let tenants = 0;
  return {
    db,
    copyTo,
    close,
    directory,
    newTenant: async () => {
      tenants += 1;
      return (await ensureTenant(db, `tenant-${tenants}` as TenantId, 0)).id;
    },
    remove: async () => {
      await close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
