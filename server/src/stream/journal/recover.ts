import { stat } from 'node:fs/promises';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { KeyRing } from '../../base/crypto/key-ring.ts';
import { readDurableMark } from './durable-mark.ts';
import { firstOffset, formatPosition, type JournalOffset } from './journal-position.ts';
import { readRecords } from './read-records.ts';
import { RESEND_WINDOW_MS, type RecentRequests } from './recent-requests.ts';
import { openRecord } from './record.ts';
import { createSegmentKeys, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts';
import { isSealedWith, listSegments, openSegment, readSegmentHeader, type SegmentFile } from './segments.ts';
import { readWatermark } from './watermark.ts';

/** Where the next segment begins, and what it says about the one before. */
export interface JournalEnd {
  readonly nextBase: JournalOffset;
  readonly previousEnd: JournalOffset;
  readonly nextSequence: number;
}

/** They hold at least the last minutes: a segment is 64 MiB or 5 minutes. */
const RECENT_SEGMENTS = 4;

export interface RecoverOptions {
  readonly directory: string;
  readonly keys: KeyRing;
  readonly now: number;
  /** Filled with the requests of the last minutes. */
  readonly recent: RecentRequests;
}

/**
 * What a writer must know of the lives before its own. Makes durable what the last one had written and not yet synced,
 * because the reader may deliver it from now on. A torn record at the end of the newest segment is left out silently.
 */
export async function recoverJournal({ directory, keys, now, recent }: RecoverOptions): Promise<Result<JournalEnd>> {
  const segments = await listSegments(directory);
  const mark = await readDurableMark(directory);
  const watermark = await readWatermark(directory);
  const known = {
    offset: Math.max(mark?.end ?? 0, watermark?.end ?? 0),
    sequence: Math.max(mark?.sequence ?? 0, watermark?.sequence ?? 0),
  };
  const newest = segments.at(-1);
  if (newest === undefined) {
    const nextBase = Math.max(firstOffset(now), known.offset);
    return success({ nextBase, previousEnd: known.offset, nextSequence: known.sequence });
  }

  let end: SegmentEnd = { offset: known.offset, nextSequence: known.sequence };
  const headers = await Promise.all(segments.map(readSegmentHeader));
  for (const [index, segment] of segments.entries()) {
    const header = headers[index];
    if (header !== undefined && !isSealedWith(keys, header)) return wrongKey(segment);
    const successor = headers[index + 1];
    const isNewest = segment === newest;
    // By their times, and a few in any case: the clock may have been set since.
    const isRecent =
      index >= segments.length - RECENT_SEGMENTS ||
      successor === undefined ||
      successor.createdAt >= now - RESEND_WINDOW_MS;
    if (header === undefined || !(isNewest || isRecent)) continue;
    const reached = await rememberRequests({ segment, header, keys, recent, to: successor?.previousEnd ?? Infinity });
    if (isNewest) end = reached;
  }
  return success({
    nextBase: Math.max(newest.base + (await stat(newest.path)).size, newest.base + SEGMENT_HEADER_BYTES, known.offset),
    // Acknowledged bytes that cannot be read are not a torn end: the reader shall find and report them.
    previousEnd: Math.max(end.offset, known.offset),
    nextSequence: Math.max(end.nextSequence, known.sequence),
  });
}

interface RememberOptions {
  readonly segment: SegmentFile;
  readonly header: SegmentHeader;
  readonly keys: KeyRing;
  readonly recent: RecentRequests;
  readonly to: JournalOffset;
}

/** Where the last whole record of a segment ends. */
interface SegmentEnd {
  readonly offset: JournalOffset;
  readonly nextSequence: number;
}

async function rememberRequests({ segment, header, keys, recent, to }: RememberOptions): Promise<SegmentEnd> {
  const first = header.base + SEGMENT_HEADER_BYTES;
  const file = await openSegment(segment);
  if (file === undefined) return { offset: first, nextSequence: header.firstSequence };
  try {
    await file.sync();
    const fileEnd = header.base + (await file.stat()).size;
    const keyOf = createSegmentKeys(keys, header);
    let end: SegmentEnd = { offset: first, nextSequence: header.firstSequence };
    for await (const { record } of readRecords(file, { base: header.base, from: first, to: Math.min(to, fileEnd) })) {
      if (record === undefined) continue;
      const opened = openRecord(record, keyOf(record.tenant));
      if (opened === undefined) continue;
      const { request, digest } = opened;
      const identity = { tenant: request.tenant, signal: request.signal, digest };
      recent.add(identity, Promise.resolve(success(formatPosition(record.offset))));
      end = { offset: record.end, nextSequence: record.sequence + 1 };
    }
    return end;
  } finally {
    await file.close();
  }
}

function wrongKey(segment: SegmentFile): Result<never> {
  return failure(
    'configuration-invalid',
    `cannot read ${segment.path}: it was sealed with another master key; start with the key that wrote it`,
  );
}
