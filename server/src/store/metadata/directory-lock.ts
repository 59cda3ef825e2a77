import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';

export interface DirectoryLock {
  /** May be called twice. */
  release(): void;
}

/**
 * Makes this process the only owner of `directory`, which must exist. `data-directory-in-use` while another process, or
 * this one, holds it. The kernel holds the lock: it is free at once when its owner is killed, and needs no process id.
 *
 * Node has no file locks of its own. SQLite, which it brings along, locks an empty database file by `fcntl`; nothing is
 * ever written to it.
 */
export function lockDirectory(directory: string): Result<DirectoryLock> {
  const file = new DatabaseSync(join(directory, 'lock'));
  try {
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if (!isBusy(error)) throw error;
    return failure('data-directory-in-use', `cannot open ${directory}: another process uses it; stop that one first`);
  }
  return success({
    release: () => {
      if (file.isOpen) file.close();
    },
  });
}

/** SQLITE_BUSY is 5. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}
