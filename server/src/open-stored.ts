import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { type KeyRing, openKeyRing } from './base/crypto/key-ring.ts';
import type { Config } from './config.ts';
import { type MetadataDatabase, openMetadata } from './store/metadata/database.ts';

export interface Stored {
  readonly db: MetadataDatabase;
  readonly keys: KeyRing;
  close(): Promise<void>;
}

/** The metadata of a program that is not running. `instead`: how a running one is asked the same. */
export async function openStored({ dataDirectory, masterKey }: Config, instead: string): Promise<Result<Stored>> {
  const directory = join(dataDirectory, 'metadata');
  // Opening would make what is not there.
  if (!existsSync(join(directory, 'database')))
    return failure('configuration-invalid', `no data in ${dataDirectory}: name its directory with --data`);
  const keys = await openKeyRing({ dataDirectory, ...(masterKey !== undefined && { masterKey }) });
  if (!keys.ok) return keys;
  const key = keys.value.derive({ purpose: 'metadata', tenant: '', part: '' });
  const metadata = await openMetadata({ directory, key });
  if (metadata.ok) return success({ db: metadata.value.db, keys: keys.value, close: () => metadata.value.close() });
  if (metadata.error.code !== 'data-directory-in-use') return metadata;
  return failure(
    'data-directory-in-use',
    `${dataDirectory} is in use: stop the program first, or ask it by ${instead}`,
  );
}
