import type { FileHandle } from 'node:fs/promises';
import type { KeyRing } from '../../base/crypto/key-ring.ts';
import type { ReceivedRequest } from '../telemetry-stream.ts';
import { readDurableMark } from './durable-mark.ts';
import type { JournalOffset } from './journal-position.ts';
import { type DamagedRange, type JournalItem, readRecords } from './read-records.ts';
import { openRecord, type SealedRecord } from './record.ts';
import { createSegmentKeys, SEGMENT_HEADER_BYTES } from './segment-header.ts';
import { isSealedWith, listSegments, openSegment, readSegmentHeader, type SegmentFile } from './segments.ts';

export type Replayed =
  | { readonly kind: 'request'; readonly record: SealedRecord; readonly request: ReceivedRequest }
  | { readonly kind: 'damage'; readonly range: Pick<DamagedRange, 'from' | 'bytes'>; readonly reason: string };

/** Reads the journal from a place on, over the borders of its segments, up to what is on disk by now. */
export interface Replay {
  /** The next request or damaged range; `undefined` when all that is on disk has been read: ask again later. */
  next(): Promise<Replayed | undefined>;
  /** Everything below has been given out. */
  cursor(): JournalOffset;
  close(): Promise<void>;
}

interface Reading {
  readonly segment: SegmentFile;
  readonly file: FileHandle;
  readonly items: AsyncGenerator<JournalItem>;
  readonly keyOf: (tenant: string) => Uint8Array;
  readonly to: JournalOffset;
}

export function createReplay(directory: string, keys: KeyRing, from: JournalOffset): Replay {
  let cursor = from;
  let reading: Reading | undefined;

  const damage = (to: JournalOffset, reason: string): Replayed => {
    const range = { from: cursor, bytes: to - cursor };
    cursor = to;
    return { kind: 'damage', range, reason };
  };

  const endReading = async (): Promise<void> => {
    await reading?.file.close();
    reading = undefined;
  };

  const nextItem = async (current: Reading): Promise<IteratorResult<JournalItem>> => {
    try {
      return await current.items.next();
    } catch (error) {
      // A generator that threw would say that it is done: the next look must begin at the cursor instead.
      await endReading();
      throw error;
    }
  };

  const takeItem = async (current: Reading): Promise<Replayed | undefined> => {
    const { value: item, done } = await nextItem(current);
    if (done === true) {
      cursor = current.to;
      await endReading();
      return undefined;
    }
    if (item.damaged !== undefined) {
      const { from: damagedFrom, bytes, isBeyondFile } = item.damaged;
      return damage(damagedFrom + bytes, isBeyondFile ? 'bytes are missing' : 'bytes are not as they were written');
    }
    const { record } = item;
    const opened = openRecord(record, current.keyOf(record.tenant));
    if (opened === undefined) return damage(record.end, 'seal does not hold');
    cursor = record.end;
    return { kind: 'request', record, request: opened.request };
  };

  /** Opens the part of the journal at the cursor; damage when there should be one and is not; else `undefined`. */
  const beginReading = async (): Promise<Replayed | undefined> => {
    // The mark first: a segment that begins after it was read only makes the range shorter than it could be.
    const mark = await readDurableMark(directory);
    const segments = await listSegments(directory);
    const index = Math.max(
      0,
      segments.findLastIndex(({ base }) => base <= cursor),
    );
    const segment = segments[index];
    if (segment === undefined) return undefined;
    const successor = segments[index + 1];
    const header = await readSegmentHeader(segment);
    const nextHeader = successor && (await readSegmentHeader(successor));

    if (header === undefined) {
      // The newest without a header may be one that a lost disk cache took; the writer will begin another.
      if (successor === undefined) return undefined;
      return damage(successor.base, 'segment header is not as it was written');
    }
    if (!isSealedWith(keys, header)) throw new Error(`${segment.path} was sealed with another master key`);

    const first = segment.base + SEGMENT_HEADER_BYTES;
    if (cursor < segment.base) {
      const isMissing = header.previousEnd > cursor;
      // Without a watermark nobody knows where the lost part began, only that there was one.
      if (cursor === 0) cursor = header.previousEnd;
      if (isMissing) return damage(header.previousEnd, 'segment is missing');
    }
    cursor = Math.max(cursor, first);

    const to = successor === undefined ? (mark?.end ?? first) : (nextHeader?.previousEnd ?? successor.base);
    if (cursor >= to) {
      // All of this segment is read; what lies between its end and the next one was never acknowledged.
      if (successor !== undefined) cursor = Math.max(cursor, successor.base);
      return undefined;
    }
    const file = await openSegment(segment);
    if (file === undefined) return undefined;
    const items = readRecords(file, { base: segment.base, from: cursor, to });
    reading = { segment, file, items, keyOf: createSegmentKeys(keys, header), to };
    return undefined;
  };

  return {
    next: async () => {
      for (;;) {
        if (reading !== undefined) {
          const replayed = await takeItem(reading);
          if (replayed !== undefined) return replayed;
          continue;
        }
        const before = cursor;
        const replayed = await beginReading();
        if (replayed !== undefined) return replayed;
        if (reading === undefined && cursor === before) return undefined;
      }
    },
    cursor: () => cursor,
    close: endReading,
  };
}
