import { MemoryFS, PGlite } from '@electric-sql/pglite';
import type { EncryptedFiles } from './encrypted-files.ts';
import type { RunStatement, StatementError } from './statement.ts';

/** PGlite on one file system, as a function that runs statements one after another. Blocks its thread. */
export interface EmbeddedPostgres {
  readonly run: RunStatement;
  /** Ends in order: the next opening needs no recovery. May be called twice. */
  close(): Promise<void>;
}

/** Replaying 32 MiB of log at the next opening takes well under a second. */
const TIDY_AFTER_BYTES = 32 * 2 ** 20;

/** 1 MiB: small first data directory, and few zeros to encrypt. */
const LOG_SEGMENT_MEGABYTES = 1;

const START_PARAMETERS = [
  ...PGlite.defaultStartParams,
  '-c',
  'wal_init_zero=off', // our files have holes
  '-c',
  'max_wal_size=64MB',
  '-c',
  'shared_buffers=32MB', // findings of some weeks; every megabyte is resident
];

/** Opens a data directory that exists. Throws when there is none, rather than making an empty one. */
export async function openOnFiles(files: EncryptedFiles): Promise<EmbeddedPostgres> {
  files.lstat('/PG_VERSION');
  const postgres = await PGlite.create({ fs: files, startParams: START_PARAMETERS });
  return serve(postgres, files);
}

/**
 * A new data directory as a tar: `fill` makes its tables. Takes seconds, so it is done once and kept; it holds no secret
 * and no data of anybody.
 */
export async function dumpPreparedDirectory(fill: (run: RunStatement) => Promise<void>): Promise<Uint8Array> {
  const files = new FilesInMemory();
  const postgres = await PGlite.create({
    fs: files,
    startParams: START_PARAMETERS,
    initDbStartParams: [`--wal-segsize=${LOG_SEGMENT_MEGABYTES}`],
  });
  // Each is a third of all files, and we never make another database from them.
  await postgres.exec(`UPDATE pg_database SET datistemplate = false WHERE datname IN ('template0', 'template1')`);
  await postgres.exec('DROP DATABASE template0');
  await postgres.exec('DROP DATABASE template1');
  const served = serve(postgres, undefined);
  await fill(served.run);
  await served.close();
  if (!files.tar) throw new Error('the prepared directory was not written when its database closed');
  return new Uint8Array(await files.tar.arrayBuffer());
}

/** Writes itself down after PostgreSQL has shut down in order and before its memory is given back. */
class FilesInMemory extends MemoryFS {
  tar: Blob | undefined;

  override async closeFs(): Promise<void> {
    this.tar = await this.dumpTar('foreshock', 'none');
    await super.closeFs();
  }
}

/** In single-user mode PostgreSQL has no background processes: nothing is vacuumed and no checkpoint made unless asked. */
async function tidy(postgres: PGlite): Promise<void> {
  // Ours alone: the catalogs hardly change and take ten times as long.
  const tables = await postgres.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  await postgres.query(`VACUUM (ANALYZE) ${tables.rows.map((row) => row.name).join(', ')}`);
  await postgres.query('CHECKPOINT');
}

function serve(postgres: PGlite, files: EncryptedFiles | undefined): EmbeddedPostgres {
  return {
    run: async ({ sql, parameters, inTransaction }) => {
      if (postgres.isInTransaction() !== inTransaction) return { error: TRANSACTION_LOST };
      try {
        const { rows, affectedRows, command } = await postgres.query<Record<string, unknown>>(sql, [...parameters]);
        if (sql === 'COMMIT' && command === 'ROLLBACK') return { error: ROLLED_BACK };
        const isLogLong = (files?.logBytes ?? 0) > TIDY_AFTER_BYTES;
        if (isLogLong && !postgres.isInTransaction()) await tidy(postgres);
        return { rows, affected: affectedRows };
      } catch (error) {
        return { error: describe(error) };
      }
    },
    close: async () => {
      if (!postgres.closed) await postgres.close();
    },
  };
}

/** PostgreSQL answers the COMMIT of a failed transaction without an error. 25P02: in_failed_sql_transaction. */
const ROLLED_BACK: StatementError = {
  message: 'a statement of the transaction had failed, so all of it was rolled back',
  code: '25P02',
  isFatal: false,
};

const TRANSACTION_LOST: StatementError = {
  message: 'the transaction was lost when the database was opened again',
  code: undefined,
  isFatal: false,
};

function describe(error: unknown): StatementError {
  if (!(error instanceof Error)) return { message: String(error), code: undefined, isFatal: true };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { message: error.message, code, isFatal: code === undefined };
}
