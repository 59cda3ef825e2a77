import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32c } from '../../base/crc32c.ts';
import { hasErrorCode } from '../../base/durable-file.ts';
import type { JournalOffset } from './journal-position.ts';

/**
 * How far the newest segment is on disk. The writer sets it after each fsync and before it acknowledges; the reader goes
 * no further, so that nothing reaches the store which a power loss could still take out of the journal.
 */
export interface DurableMark {
  readonly end: JournalOffset;
  /** How many records there are below `end`, all segments together. */
  readonly sequence: number;
}

export interface DurableMarkFile {
  set(mark: DurableMark): Promise<void>;
  close(): Promise<void>;
}

const MARK_BYTES = 20;

function markPath(directory: string): string {
  return join(directory, 'durable-mark');
}

/**
 * The file itself is never synced: it only tells a process of the same machine what another one knows. After a power loss
 * the writer sets it anew from what the segments hold.
 */
export async function openDurableMark(directory: string): Promise<DurableMarkFile> {
  const path = markPath(directory);
  let file: FileHandle;
  try {
    file = await open(path, 'r+', 0o600);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
    file = await open(path, 'w+', 0o600);
  }
  return {
    set: async ({ end, sequence }) => {
      const bytes = Buffer.alloc(MARK_BYTES);
      bytes.writeDoubleLE(end, 0);
      bytes.writeDoubleLE(sequence, 8);
      bytes.writeUInt32LE(crc32c(bytes.subarray(0, 16)), 16);
      const { bytesWritten } = await file.write(bytes, 0, MARK_BYTES, 0);
      if (bytesWritten !== MARK_BYTES)
        throw new Error(`wrote ${bytesWritten} of ${MARK_BYTES} bytes of the durable mark`);
    },
    close: () => file.close(),
  };
}

/** `undefined` when there is none, or none that is whole. */
export async function readDurableMark(directory: string): Promise<DurableMark | undefined> {
  try {
    const bytes = await readFile(markPath(directory));
    const isWhole = bytes.length === MARK_BYTES && bytes.readUInt32LE(16) === crc32c(bytes.subarray(0, 16));
    return isWhole ? { end: bytes.readDoubleLE(0), sequence: bytes.readDoubleLE(8) } : undefined;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
