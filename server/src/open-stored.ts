import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { refuseHalfRestored } from './backup/restore-mark.ts';
import type { KeyRing } from './base/crypto/key-ring.ts';
import { openKeyRing } from './base/crypto/open-key-ring.ts';
import type { Config } from './config.ts';
import { type Metadata, type MetadataDatabase, openMetadata } from './store/metadata/database.ts';

export interface Stored {
  readonly db: MetadataDatabase;
  readonly keys: KeyRing;
  readonly copyTo: Metadata['copyTo'];
  close(): Promise<void>;
}

/** The metadata of a program that is not running. `instead`: how a running one is asked the same. */
export async function openStored({ dataDirectory, masterKey }: Config, instead: string): Promise<Result<Stored>> {
  const directory = join(dataDirectory, 'metadata');
  // Opening would make what is not there.
  if (!existsSync(join(directory, 'database')))
    return failure('configuration-invalid', `no data in ${dataDirectory}: name its directory with --data`);
  const whole = refuseHalfRestored(dataDirectory);
  if (!whole.ok) return whole;
  const keys = await openKeyRing({ dataDirectory, ...(masterKey !== undefined && { masterKey }) });
  if (!keys.ok) return keys;
  const key = keys.value.derive({ purpose: 'metadata', tenant: '', part: '' });
  const metadata = await openMetadata({ directory, key });
  if (metadata.ok) {
    const { db, copyTo } = metadata.value;
    return success({ db, keys: keys.value, copyTo, close: () => metadata.value.close() });
  }
  if (metadata.error.code !== 'data-directory-in-use') return metadata;
  return failure(
    'data-directory-in-use',
    `${dataDirectory} is in use: stop the program first, or ask it by ${instead}`,
  );
}
