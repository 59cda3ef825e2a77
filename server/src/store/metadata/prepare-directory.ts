import { Kysely } from 'kysely';
import { replaceFile } from '../../base/durable-file.ts';
import { dumpPreparedDirectory } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { oneConnectionDialect } from './one-connection-dialect.ts';
import type { Tables } from './tables.ts';

/**
 * Makes the data directory that every new metadata store starts from, migrated and empty, and writes it to the file
 * `path` (about 15 MB). Takes some seconds and blocks the thread; belongs into the set-up step. The file holds no secret.
 */
export async function prepareMetadataDirectory(path: string): Promise<void> {
  const tar = await dumpPreparedDirectory(async (run) => {
    const db = new Kysely<Tables>({ dialect: oneConnectionDialect({ run, close: async () => {} }) });
    await migrate(db);
    await db.destroy();
  });
  await replaceFile(path, tar);
}
