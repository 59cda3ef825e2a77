import { join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Clock } from '../../base/clock.ts';
import type { KeyRing } from '../../base/crypto/key-ring.ts';
import { randomBytes } from '../../base/crypto/random.ts';
import type { Logger } from '../../base/logger.ts';
import type { ReceivedRequest, StreamPosition } from '../telemetry-stream.ts';
import type { DurableMarkFile } from './durable-mark.ts';
import { formatPosition, type JournalOffset } from './journal-position.ts';
import { recordBytes, sealRecord } from './record.ts';
import type { JournalEnd } from './recover.ts';
import { createSegmentKeys, keyCheckOf, SALT_BYTES, SEGMENT_HEADER_BYTES, segmentName } from './segment-header.ts';
import { createSegment, type SegmentWriter } from './segment-writer.ts';

/**
 * The one writer. All requests that wait become one write and one fsync, so a slow disk makes groups larger, not the
 * queue longer.
 */
export interface GroupCommit {
  /** Resolves when the request is on disk, or cannot be. */
  append(request: ReceivedRequest, digest: Uint8Array): Promise<Result<StreamPosition>>;
  /** Begins a new segment when the present one holds records and is older than `ageMs`, so that it can be deleted. */
  rollOver(ageMs: number): Promise<void>;
  /** Everything below is on disk. */
  durableEnd(): JournalOffset;
  /** After what waits has been written. */
  close(): Promise<void>;
}

export interface GroupCommitOptions {
  readonly directory: string;
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mark: DurableMarkFile;
  readonly start: JournalEnd;
  readonly maxSegmentBytes: number;
}

/** Sealing holds the thread: 1 GB/s and 16 MiB are 16 ms. */
const MAX_GROUP_BYTES = 16 << 20;
/** A disk that is full or failing does not recover within a second; senders wait at most 30 s. */
const RETRY_AFTER_FAILURE_MS = 30_000;

interface Waiting {
  readonly request: ReceivedRequest;
  readonly digest: Uint8Array;
  readonly resolve: (result: Result<StreamPosition>) => void;
}

interface OpenSegment {
  readonly writer: SegmentWriter;
  readonly keyOf: (tenant: string) => Uint8Array;
}

export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { directory, keys, clock, logger, mark, maxSegmentBytes } = options;
  const waiting: Waiting[] = [];
  let next = options.start;
  let segment: OpenSegment | undefined;
  /** All work on the segment happens in this chain, one step after another. */
  let busy: Promise<void> = Promise.resolve();
  let isWriting = false;

  const beginSegment = async (): Promise<OpenSegment> => {
    const { nextBase: base, previousEnd, nextSequence: firstSequence } = next;
    const salt = randomBytes(SALT_BYTES);
    // Even a segment that fails halfway may have left its name behind: its place is not used again.
    next = { ...next, nextBase: base + SEGMENT_HEADER_BYTES };
    const writer = await createSegment(join(directory, segmentName(base)), {
      base,
      previousEnd,
      firstSequence,
      createdAt: clock.now(),
      salt,
      keyCheck: keyCheckOf(keys, base, salt),
    });
    next = { nextBase: writer.end(), previousEnd: writer.end(), nextSequence: firstSequence };
    await mark.set({ end: writer.end(), sequence: firstSequence });
    return { writer, keyOf: createSegmentKeys(keys, { base, salt }) };
  };

  const endSegment = async (): Promise<void> => {
    const ended = segment;
    segment = undefined;
    try {
      await ended?.writer.close();
    } catch (error) {
      logger.warn('journal segment not closed', { error });
    }
  };

  const takeGroup = (): Waiting[] => {
    let bytes = 0;
    let count = 0;
    while (count < waiting.length && (count === 0 || bytes < MAX_GROUP_BYTES)) {
      bytes += recordBytes(waiting[count]!.request);
      count += 1;
    }
    return waiting.splice(0, count);
  };

  const writeGroup = async (group: readonly Waiting[]): Promise<void> => {
    const bytes = group.reduce((sum, { request }) => sum + recordBytes(request), 0);
    const hasRecords =
      segment !== undefined && segment.writer.end() > segment.writer.header.base + SEGMENT_HEADER_BYTES;
    if (hasRecords && segment!.writer.end() - segment!.writer.header.base + bytes > maxSegmentBytes) await endSegment();
    segment ??= await beginSegment();
    const { writer, keyOf } = segment;

    let offset = writer.end();
    let sequence = next.nextSequence;
    const parts: Uint8Array[] = [];
    const positions: StreamPosition[] = [];
    for (const { request, digest } of group) {
      parts.push(...sealRecord(request, digest, { offset, sequence, key: keyOf(request.tenant) }));
      positions.push(formatPosition(offset));
      offset += recordBytes(request);
      sequence += 1;
    }
    // Before the write, for the case that it fails: what it may have put on disk is never written again.
    next = { ...next, nextBase: offset };
    await writer.append(parts);
    await mark.set({ end: offset, sequence });
    next = { nextBase: offset, previousEnd: offset, nextSequence: sequence };
    for (const [index, { resolve }] of group.entries()) resolve(success(positions[index]!));
  };

  const writeAllWaiting = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = takeGroup();
      try {
        await writeGroup(group);
      } catch (error) {
        logger.error('journal write failed', { error, requests: group.length });
        await endSegment();
        const refused = failure(
          'stream-unavailable',
          'cannot write the request to disk; it is not kept, send it again',
          RETRY_AFTER_FAILURE_MS,
        );
        for (const { resolve } of group) resolve(refused);
      }
    }
    // In the same step as the look at what waits: whoever comes later finds nobody writing and begins anew.
    isWriting = false;
  };

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    busy = busy.then(work);
    return busy;
  };

  return {
    append: (request, digest) =>
      new Promise((resolve) => {
        waiting.push({ request, digest, resolve });
        if (isWriting) return;
        isWriting = true;
        void inTurn(writeAllWaiting);
      }),
    rollOver: (ageMs) =>
      inTurn(async () => {
        if (segment === undefined) return;
        const { header, end } = segment.writer;
        const hasRecords = end() > header.base + SEGMENT_HEADER_BYTES;
        if (!hasRecords || clock.now() - header.createdAt < ageMs) return;
        await endSegment();
        try {
          segment = await beginSegment();
        } catch (error) {
          // The next request tries again and is told.
          logger.warn('journal segment not begun', { error });
        }
      }),
    durableEnd: () => next.previousEnd,
    close: () => inTurn(endSegment),
  };
}
