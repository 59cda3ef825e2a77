import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyRing } from '../../base/crypto/key-ring.ts';
import { hasErrorCode } from '../../base/durable-file.ts';
import type { JournalOffset } from './journal-position.ts';
import {
  decodeSegmentHeader,
  keyCheckOf,
  parseSegmentName,
  SEGMENT_HEADER_BYTES,
  type SegmentHeader,
} from './segment-header.ts';

/** A file of the journal. Its header may be damaged even so. */
export interface SegmentFile {
  readonly base: JournalOffset;
  readonly path: string;
}

/** Oldest first. */
export async function listSegments(directory: string): Promise<SegmentFile[]> {
  const segments: SegmentFile[] = [];
  for (const name of await readdir(directory)) {
    const base = parseSegmentName(name);
    if (base !== undefined) segments.push({ base, path: join(directory, name) });
  }
  return segments.sort((left, right) => left.base - right.base);
}

/** `undefined` when the file is gone or its header is damaged. */
export async function readSegmentHeader(segment: SegmentFile): Promise<SegmentHeader | undefined> {
  const file = await openSegment(segment);
  if (file === undefined) return undefined;
  try {
    const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
    const { bytesRead } = await file.read(bytes, 0, SEGMENT_HEADER_BYTES, 0);
    return decodeSegmentHeader(bytes.subarray(0, bytesRead), segment.base);
  } finally {
    await file.close();
  }
}

/** For reading; `undefined` when the file is gone. */
export async function openSegment(segment: SegmentFile): Promise<FileHandle | undefined> {
  try {
    return await open(segment.path, 'r');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** False for a segment that another master key sealed: it is whole, but not ours to read. */
export function isSealedWith(keys: KeyRing, header: SegmentHeader): boolean {
  return Buffer.from(keyCheckOf(keys, header.base, header.salt)).equals(header.keyCheck);
}
