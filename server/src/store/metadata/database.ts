import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { Kysely } from 'kysely';
import { createSectorCipher } from '../../base/crypto/sector-cipher.ts';
import { readFileIfAny, replaceFile, syncDirectory } from '../../base/durable-file.ts';
import { createThreadPool, type ThreadPool } from '../../base/thread-call.ts';
import { lockDirectory } from './directory-lock.ts';
import { migrate, NewerDatabaseError } from './migrate.ts';
import { type OneConnection, oneConnectionDialect } from './one-connection-dialect.ts';
import type { PgliteRequest, PgliteSettings } from './pglite-worker.ts';
import { MetadataError, type StatementAnswer } from './statement.ts';
import type { Tables } from './tables.ts';
import { unpackEncrypted } from './unpack-directory.ts';

export interface MetadataOptions {
  /** Made when it is missing. */
  readonly directory: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** File of `prepareMetadataDirectory`, made there when it is missing. Without it the first opening takes seconds. */
  readonly preparedDirectory?: string;
  /** The database failed and is opened anew: for the log. */
  readonly onRestart?: (reason: string) => void;
}

export type MetadataDatabase = Kysely<Tables>;

export interface Metadata {
  /** One query or transaction at a time; the others wait. Rejects with `MetadataError`. */
  readonly db: MetadataDatabase;
  /**
   * Copies the database, encrypted as it is on disk, into `directory`, which must not exist: opened with the same key it
   * is found there. Others wait meanwhile, so what `look` reads is what the copy has.
   */
  copyTo<T>(directory: string, look: (db: MetadataDatabase) => Promise<T>): Promise<T>;
  /** Waits for what is in hand. May be called twice. */
  close(): Promise<void>;
}

/** One use of the key: what else is encrypted with it gets other bytes. */
const PURPOSE = 'metadata';

/**
 * Opens the metadata in `directory` with all migrations run, and makes it at the first call.
 *
 * `data-directory-in-use`  another process, or this one, has it open
 * `configuration-invalid`  the key has not 32 bytes or is not the one the data was written with, the prepared directory
 *                          is damaged, or the data was written by a newer version
 * `metadata-unavailable`   the data is damaged
 *
 * A database that cannot be read is never replaced by an empty one.
 */
export async function openMetadata(options: MetadataOptions): Promise<Result<Metadata>> {
  const { directory, key } = options;
  if (key.length !== 32) return failure('configuration-invalid', `the metadata key has ${key.length} bytes, not 32`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const lock = lockDirectory(directory);
  if (!lock.ok) return lock;
  const settings: PgliteSettings = { directory: join(directory, 'database', 'files'), key, purpose: PURPOSE };
  const pool = createThreadPool<PgliteRequest, StatementAnswer>({
    file: new URL('./pglite-worker.ts', import.meta.url),
    threadCount: 1,
    settings,
    ...(options.onRestart && { onRestart: options.onRestart }),
  });
  const db = new Kysely<Tables>({ dialect: oneConnectionDialect(connectionTo(pool)) });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= db.destroy().finally(() => lock.value.release());
    return closed;
  };
  const opened = await ready(options, pool, db);
  if (!opened.ok) {
    await close();
    return opened;
  }
  const copyTo: Metadata['copyTo'] = (to, look) =>
    db.connection().execute(async (connection) => {
      const seen = await look(connection);
      await copyDatabase(directory, to, pool);
      return seen;
    });
  return success({ db, copyTo, close });
}

async function ready(
  options: MetadataOptions,
  pool: ThreadPool<PgliteRequest, StatementAnswer>,
  db: MetadataDatabase,
): Promise<Result<void>> {
  try {
    const there = await ensureDatabase(options, pool);
    if (!there.ok) return there;
    await migrate(db);
    return success();
  } catch (error) {
    if (error instanceof NewerDatabaseError) return failure('configuration-invalid', error.message);
    const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    return failure('metadata-unavailable', `cannot open the metadata in ${options.directory}: ${why}`);
  }
}

/** Makes the database under another name and moves it into place whole, so that half of one is never found. */
async function ensureDatabase(
  { directory, key, preparedDirectory }: MetadataOptions,
  pool: ThreadPool<PgliteRequest, StatementAnswer>,
): Promise<Result<void>> {
  const cipher = createSectorCipher(key, PURPOSE);
  const place = join(directory, 'database');
  if (await exists(place)) {
    const check = await readFileIfAny(join(place, 'key-check'));
    if (check === undefined) return failure('metadata-unavailable', `${place} has lost its file key-check; restore it`);
    if (cipher.matches(check)) return success();
    return failure('configuration-invalid', `the key is not the one that ${place} was written with; give that key`);
  }
  const prepared = preparedDirectory ?? join(directory, 'prepared.tar');
  if (!(await exists(prepared))) await pool.call({ kind: 'prepare', path: prepared });
  const unfinished = `${place}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(join(unfinished, 'files'), { recursive: true, mode: 0o700 });
  const tar = await readFileIfAny(prepared);
  const unpacked = await unpackEncrypted(tar ?? new Uint8Array(0), join(unfinished, 'files'), cipher);
  if (!unpacked) return failure('configuration-invalid', `the prepared directory ${prepared} is damaged; delete it`);
  await replaceFile(join(unfinished, 'key-check'), cipher.check);
  await rename(unfinished, place);
  await syncDirectory(directory);
  if (preparedDirectory === undefined) await rm(prepared);
  return success();
}

/** The key's check last, as it is looked for first. */
async function copyDatabase(
  directory: string,
  to: string,
  pool: ThreadPool<PgliteRequest, StatementAnswer>,
): Promise<void> {
  const [from, place] = [join(directory, 'database'), join(to, 'database')];
  await mkdir(place, { recursive: true, mode: 0o700 });
  const answer = await pool.call({ kind: 'copy', to: join(place, 'files') });
  if ('error' in answer) throw new MetadataError(answer.error.message, answer.error.code);
  await copyFile(join(from, 'key-check'), join(place, 'key-check'));
}

function connectionTo(pool: ThreadPool<PgliteRequest, StatementAnswer>): OneConnection {
  const call = async (request: PgliteRequest): Promise<StatementAnswer> => {
    try {
      return await pool.call(request);
    } catch (error) {
      const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
      throw new MetadataError(`the metadata database did not answer: ${why}`, undefined);
    }
  };
  return {
    run: (statement) => call({ kind: 'run', statement }),
    close: async () => {
      // A thread that is dead has nothing to close: what it acknowledged is on disk, and the next opening recovers it.
      await call({ kind: 'close' }).catch(() => {});
      await pool.stop();
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
