import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';

/** A file that is there from the beginning of a restore to its end. */
export function restoreMark(dataDirectory: string): string {
  return join(dataDirectory, 'restore-unfinished');
}

/** `state-conflict` for half of a restore: it must be taken for data by nobody. */
export function refuseHalfRestored(dataDirectory: string): Result<void> {
  if (!existsSync(restoreMark(dataDirectory))) return success();
  const text = `a restore into ${dataDirectory} did not end: delete what is in it, and restore again`;
  return failure('state-conflict', text);
}
