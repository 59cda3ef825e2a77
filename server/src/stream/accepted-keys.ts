import { join } from 'node:path';
import { readFileIfAny, replaceFile } from '../base/durable-file.ts';
import type { AcceptedKeys } from './telemetry-stream.ts';

/** The way back from engine to gateway where both share a directory: one small file, replaced as a whole. */
export const ACCEPTED_KEYS_FILE = 'accepted-keys.json';

export function writeAcceptedKeys(directory: string, keys: AcceptedKeys): Promise<void> {
  return replaceFile(join(directory, ACCEPTED_KEYS_FILE), `${JSON.stringify(keys)}\n`);
}

/** `undefined` when there is no list yet, or none that can be read; only our engine writes it, whole. */
export async function readAcceptedKeys(directory: string): Promise<AcceptedKeys | undefined> {
  const bytes = await readFileIfAny(join(directory, ACCEPTED_KEYS_FILE));
  if (bytes === undefined) return undefined;
  try {
    const list = JSON.parse(bytes.toString('utf8')) as Partial<AcceptedKeys>;
    const isWhole = typeof list.issuedAt === 'number' && Array.isArray(list.keys);
    // The cast holds: the file is ours, mode 0600, and its two required fields were looked at.
    return isWhole ? (list as AcceptedKeys) : undefined;
  } catch {
    // Bit rot: as good as no list, and the engine writes a new one within a minute.
    return undefined;
  }
}
