import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { readFileIfAny, replaceFile, syncDirectory } from '../base/durable-file.ts';
import type { MissingParts } from '../store/telemetry/telemetry-store.ts';
import type { StreamPosition } from '../stream/telemetry-stream.ts';

/**
 * The insert in hand. On disk before the insert and before each decision about it, so that a replay makes the same inserts
 * under the same tokens: what is in already is dropped, what is not yet in goes in.
 */
export interface GroupInHand {
  /** The first and last request. */
  readonly first: StreamPosition;
  readonly last: StreamPosition;
  /** Those of them that were set aside and are not inserted any more. */
  readonly aside: readonly StreamPosition[];
  /** What the store refused as a whole, in pieces that are inserted one after another instead. */
  readonly pieces: readonly Piece[];
}

/** Requests of one tenant that are next to each other in the group. */
export interface Piece {
  readonly tenant: TenantId;
  readonly first: StreamPosition;
  readonly last: StreamPosition;
  /** What of the store has nothing of them yet. */
  readonly missing: MissingParts;
}

/** A request that was set aside and is tried again, by its id. */
export interface RetryInHand {
  readonly retry: string;
}

export type InsertInHand = GroupInHand | RetryInHand;

const FILE = 'insert-in-hand.json';

export async function writeInsertInHand(directory: string, insert: InsertInHand): Promise<void> {
  await replaceFile(join(directory, FILE), JSON.stringify(insert));
}

/** After a stop in order: all that was begun is finished. */
export async function removeInsertInHand(directory: string): Promise<void> {
  await rm(join(directory, FILE), { force: true });
  await syncDirectory(directory);
}

/** `undefined` before the first insert, and where the last stop was in order. The file is replaced as a whole, so what is there was meant. */
export async function readInsertInHand(directory: string): Promise<InsertInHand | undefined> {
  const bytes = await readFileIfAny(join(directory, FILE));
  if (!bytes) return undefined;
  const insert = JSON.parse(bytes.toString('utf8')) as InsertInHand;
  // The version before this one wrote bounds alone.
  return 'retry' in insert ? insert : { ...insert, aside: insert.aside ?? [], pieces: insert.pieces ?? [] };
}
