import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory } from '../../base/durable-file.ts';
import type { JournalOffset } from './journal-position.ts';
import { encodeSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts';

export interface SegmentWriter {
  readonly header: SegmentHeader;
  /** Where the next record goes. */
  end(): JournalOffset;
  /**
   * Resolves when the disk has all of `parts`. After a rejection nobody knows what the file holds beyond `end`; the
   * segment must be given up, since a second fsync after a failed one succeeds without having written anything.
   */
  append(parts: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}

/** The file appears under its name only with its header on disk. */
export async function createSegment(path: string, header: SegmentHeader): Promise<SegmentWriter> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await writeAll(file, [encodeSegmentHeader(header)], 0);
    await file.sync();
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await file.close();
    throw error;
  }
  let end = header.base + SEGMENT_HEADER_BYTES;
  return {
    header,
    end: () => end,
    append: async (parts) => {
      const written = await writeAll(file, parts, end - header.base);
      await file.datasync();
      end += written;
    },
    close: () => file.close(),
  };
}

/** A full disk first shows as a short count; only the next call would say why. */
async function writeAll(file: FileHandle, parts: readonly Uint8Array[], at: number): Promise<number> {
  const expected = parts.reduce((sum, part) => sum + part.length, 0);
  const { bytesWritten } = await file.writev(parts, at);
  if (bytesWritten !== expected) throw new Error(`wrote ${bytesWritten} of ${expected} bytes`);
  return bytesWritten;
}
