import { join } from 'node:path';
import { readFileIfAny, replaceFile } from '../../base/durable-file.ts';
import type { JournalOffset } from './journal-position.ts';

/** All records that begin below `end` are in the store and synced. */
export interface Watermark {
  readonly end: JournalOffset;
  /** How many records lie below. */
  readonly sequence: number;
  readonly committedAt: number;
  /** When the last of them was received; absent where nobody knows. */
  readonly receivedAt?: number;
}

function watermarkPath(directory: string): string {
  return join(directory, 'watermark.json');
}

export function writeWatermark(directory: string, watermark: Watermark): Promise<void> {
  return replaceFile(watermarkPath(directory), `${JSON.stringify(watermark)}\n`);
}

/** `undefined` when there is none or it cannot be read: everything that the journal holds is then delivered again. */
export async function readWatermark(directory: string): Promise<Watermark | undefined> {
  const bytes = await readFileIfAny(watermarkPath(directory));
  if (bytes === undefined) return undefined;
  try {
    const { end, sequence, committedAt, receivedAt } = JSON.parse(bytes.toString('utf8')) as Partial<Watermark>;
    const isWhole = typeof end === 'number' && typeof sequence === 'number' && typeof committedAt === 'number';
    if (!isWhole) return undefined;
    return { end, sequence, committedAt, ...(typeof receivedAt === 'number' && { receivedAt }) };
  } catch {
    // Half a file is impossible after an atomic replacement; bit rot is not, and replaying is always safe.
    return undefined;
  }
}
