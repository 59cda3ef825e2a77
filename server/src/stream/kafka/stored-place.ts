import { join } from 'node:path';
import { readFileIfAny, replaceFile } from '../../base/durable-file.ts';
import type { KafkaPlace } from './kafka-position.ts';

/** How far the store is: kept beside it, so that both are lost or restored together. */
export interface StoredPlace extends KafkaPlace {
  /** Of the last message that is stored. */
  readonly receivedAt: number;
}

export const STORED_PLACE_FILE = 'kafka-stored.json';

export function writeStoredPlace(directory: string, place: StoredPlace): Promise<void> {
  return replaceFile(
    join(directory, STORED_PLACE_FILE),
    `${JSON.stringify({ ...place, offset: String(place.offset) })}\n`,
  );
}

/** `undefined` when there is none or it cannot be read. */
export async function readStoredPlace(directory: string): Promise<StoredPlace | undefined> {
  const bytes = await readFileIfAny(join(directory, STORED_PLACE_FILE));
  if (bytes === undefined) return undefined;
  try {
    const { topic, offset, receivedAt } = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
    const isWhole = typeof topic === 'string' && typeof offset === 'string' && typeof receivedAt === 'number';
    return isWhole ? { topic, offset: BigInt(offset), receivedAt } : undefined;
  } catch {
    // Bit rot. The place that the brokers keep is then the next best.
    return undefined;
  }
}
