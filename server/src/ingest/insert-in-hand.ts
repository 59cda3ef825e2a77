import { join } from 'node:path';
import { readFileIfAny, replaceFile } from '../base/durable-file.ts';
import type { StreamPosition } from '../stream/telemetry-stream.ts';

/** The first and last request of the insert in hand. On disk before the insert, so that a replay forms the same one. */
export interface BatchBounds {
  readonly first: StreamPosition;
  readonly last: StreamPosition;
}

const FILE = 'insert-in-hand.json';

export async function writeBounds(directory: string, bounds: BatchBounds): Promise<void> {
  await replaceFile(join(directory, FILE), JSON.stringify(bounds));
}

/** `undefined` before the first insert. The file is replaced as a whole, so what is there was meant. */
export async function readBounds(directory: string): Promise<BatchBounds | undefined> {
  const bytes = await readFileIfAny(join(directory, FILE));
  return bytes ? (JSON.parse(bytes.toString('utf8')) as BatchBounds) : undefined;
}
