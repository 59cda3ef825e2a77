import type { FileHandle } from 'node:fs/promises';
import type { JournalOffset } from './journal-position.ts';
import { claimedRecordBytes, parseRecord, RECORD_HEADER_BYTES, RECORD_MAGIC, type SealedRecord } from './record.ts';

/** Bytes between two offsets that hold no record, though they should. */
export interface DamagedRange {
  readonly from: JournalOffset;
  readonly bytes: number;
  /** The file ends before them. */
  readonly isBeyondFile: boolean;
}

export type JournalItem =
  | { readonly record: SealedRecord; readonly damaged?: never }
  | { readonly damaged: DamagedRange; readonly record?: never };

export interface RecordRange {
  /** Offset of the first byte of the file. */
  readonly base: JournalOffset;
  readonly from: JournalOffset;
  /** Exclusive; may lie beyond the end of the file, which is then damage too. */
  readonly to: JournalOffset;
}

/** One read for many records; a longer record gets a longer window. */
const WINDOW_BYTES = 1 << 20;

/**
 * All records of the range in order. What is no record is skipped up to the next place where one begins, and told.
 * The records keep their bytes: nothing is overwritten by reading on.
 */
export async function* readRecords(file: FileHandle, range: RecordRange): AsyncGenerator<JournalItem> {
  const fileEnd = range.base + (await file.stat()).size;
  const to = Math.min(range.to, Math.max(range.from, fileEnd));
  const window = createWindow(file, range.base, to);

  let at = range.from;
  while (at < to) {
    const record = await readRecordAt(window, at, to);
    if (record !== undefined) {
      yield { record };
      at = record.end;
      continue;
    }
    const next = await findNextRecord(window, at + 1, to);
    yield { damaged: { from: at, bytes: next - at, isBeyondFile: false } };
    at = next;
  }
  if (to < range.to) yield { damaged: { from: to, bytes: range.to - to, isBeyondFile: true } };
}

interface Window {
  /** `length` bytes from `at`, which must lie below the end of the range. */
  read(at: JournalOffset, length: number): Promise<Buffer>;
}

function createWindow(file: FileHandle, base: JournalOffset, to: JournalOffset): Window {
  let start = 0;
  let bytes: Buffer = Buffer.alloc(0);
  return {
    read: async (at, length) => {
      const isInside = at >= start && at + length <= start + bytes.length;
      if (!isInside) {
        const wanted = Math.min(Math.max(length, WINDOW_BYTES), to - at);
        const fresh = Buffer.allocUnsafeSlow(wanted);
        const { bytesRead } = await file.read(fresh, 0, wanted, at - base);
        start = at;
        bytes = fresh.subarray(0, bytesRead);
      }
      return bytes.subarray(at - start, at - start + length);
    },
  };
}

async function readRecordAt(window: Window, at: JournalOffset, to: JournalOffset): Promise<SealedRecord | undefined> {
  if (at + RECORD_HEADER_BYTES > to) return undefined;
  const length = claimedRecordBytes(await window.read(at, RECORD_HEADER_BYTES), at);
  if (length === undefined || at + length > to) return undefined;
  const bytes = await window.read(at, length);
  return bytes.length === length ? parseRecord(bytes, at) : undefined;
}

/** The first place from `at` on where a whole record stands; `to` when there is none. */
async function findNextRecord(window: Window, at: JournalOffset, to: JournalOffset): Promise<JournalOffset> {
  let from = at;
  while (from + RECORD_HEADER_BYTES <= to) {
    const bytes = await window.read(from, Math.min(WINDOW_BYTES, to - from));
    const found = bytes.indexOf(RECORD_MAGIC);
    if (found === -1) {
      if (bytes.length < RECORD_MAGIC.length) return to;
      // The magic may lie across the end of the window.
      from += bytes.length - (RECORD_MAGIC.length - 1);
      continue;
    }
    if ((await readRecordAt(window, from + found, to)) !== undefined) return from + found;
    from += found + 1;
  }
  return to;
}
