import { existsSync, readFileSync } from 'node:fs';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';

/** The text of the file that a setting names, without the blanks around it. */
export function readSecretFile(setting: string, path: string): Result<string> {
  if (!existsSync(path)) return failure('configuration-invalid', `${setting}: there is no file ${path}`);
  return success(readFileSync(path, 'utf8').trim());
}
