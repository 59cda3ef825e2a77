/** The thread that PGlite blocks. Opens its data directory at the first statement, and again after a failure. */
import { cpSync } from 'node:fs';
import { createSectorCipher } from '../../base/crypto/sector-cipher.ts';
import { readThreadSettings, serveThreadCalls } from '../../base/thread-call.ts';
import { type EmbeddedPostgres, openOnFiles } from './embedded-postgres.ts';
import { EncryptedFiles } from './encrypted-files.ts';
import type { Statement, StatementAnswer } from './statement.ts';

export interface PgliteSettings {
  readonly directory: string;
  readonly key: Uint8Array;
  readonly purpose: string;
}

export type PgliteRequest =
  | { readonly kind: 'prepare'; readonly path: string }
  | { readonly kind: 'run'; readonly statement: Statement }
  | { readonly kind: 'copy'; readonly to: string }
  | { readonly kind: 'close' };

const DONE: StatementAnswer = { rows: [], affected: undefined };

let opened: { readonly postgres: EmbeddedPostgres; readonly files: EncryptedFiles } | undefined;

serveThreadCalls<PgliteRequest, StatementAnswer>(async (request) => {
  switch (request.kind) {
    case 'prepare': {
      // Seldom wanted, and it loads the query builder, which takes longer than opening the database.
      const { prepareMetadataDirectory } = await import('./prepare-directory.ts');
      await prepareMetadataDirectory(request.path);
      return { answer: DONE };
    }
    case 'run':
      return { answer: await run(request.statement) };
    case 'copy':
      return { answer: await copy(request.to) };
    case 'close':
      await opened?.postgres.close();
      opened = undefined;
      return { answer: DONE };
  }
});

async function run(statement: Statement): Promise<StatementAnswer> {
  opened ??= await open();
  const { postgres, files } = opened;
  const answer = await postgres.run(statement);
  if ('error' in answer && answer.error.isFatal) {
    // Its memory cannot be trusted any more, its files can: the next statement recovers from the log.
    files.abandon();
    opened = undefined;
  }
  return answer;
}

/** Nothing else runs in this thread meanwhile: the copy is what a crash would leave now, and opens as after one. */
async function copy(to: string): Promise<StatementAnswer> {
  const tidied = await run({ sql: 'CHECKPOINT', parameters: [], inTransaction: false });
  if ('error' in tidied) return tidied;
  const { directory } = readThreadSettings() as PgliteSettings;
  cpSync(directory, to, { recursive: true });
  return DONE;
}

async function open(): Promise<{ postgres: EmbeddedPostgres; files: EncryptedFiles }> {
  // The pool hands on what `openMetadata` gave it.
  const { directory, key, purpose } = readThreadSettings() as PgliteSettings;
  const files = new EncryptedFiles(directory, createSectorCipher(key, purpose));
  return { files, postgres: await openOnFiles(files) };
}
