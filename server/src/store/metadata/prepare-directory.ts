import { open, rename } from 'node:fs/promises';
import { Kysely } from 'kysely';
import { randomBytes } from '../../base/crypto/random.ts';
import { writeAndSync } from '../../base/durable-file.ts';
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
  // Two processes may do this at the same time: each writes a file of its own, and the last one stays.
  const temporary = `${path}.${Buffer.from(randomBytes(6)).toString('hex')}`;
  await writeAndSync(await open(temporary, 'wx', 0o600), tar);
  await rename(temporary, path);
}
