// What a backup needs of the stream: how far the store is, and what was acknowledged since. Files alone are read, so it
// works beside a writer that goes on, and where neither side is open.
import { copyFile, mkdir, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '../base/durable-file.ts';
import { DAMAGE_FILE } from './journal/damage-log.ts';
import { openDurableMark, readDurableMark } from './journal/durable-mark.ts';
import { formatPosition, type JournalOffset } from './journal/journal-position.ts';
import { segmentName } from './journal/segment-header.ts';
import { listSegments, readSegmentHeader, type SegmentFile } from './journal/segments.ts';
import { readWatermark, type Watermark, writeWatermark } from './journal/watermark.ts';
import { STORED_PLACE_FILE } from './kafka/stored-place.ts';
import type { StreamPosition } from './telemetry-stream.ts';

export interface CopiedStream {
  /** All up to here is in the store. */
  readonly stored: StreamPosition;
  /** All that was acknowledged before the call lies below; what lies between the two is in the copy. */
  readonly mark: StreamPosition;
}

const PIECE_BYTES = 2 ** 20;

/**
 * Copies the journal in `from`, and what a topic of Kafka has beside it, into `to`, which is made. Nothing may be committed
 * meanwhile. Of a topic the brokers keep the records: the copy says how far the store is.
 */
export async function copyStream(from: string, to: string): Promise<CopiedStream> {
  const copied = await copyJournal(from, to);
  await copyIfThere(join(from, STORED_PLACE_FILE), join(to, STORED_PLACE_FILE));
  if (await isThere(join(from, 'spill'))) await copyJournal(join(from, 'spill'), join(to, 'spill'));
  return copied;
}

async function copyJournal(from: string, to: string): Promise<CopiedStream> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const watermark: Watermark = (await readWatermark(from)) ?? { end: 0, sequence: 0, committedAt: 0 };
  const found = await readDurableMark(from);
  const mark = found !== undefined && found.end > watermark.end ? found : watermark;
  const segments = (await listSegments(from)).filter(({ base }) => base < mark.end);
  for (const [index, segment] of segments.entries()) {
    const successor = segments[index + 1];
    const end = successor && ((await readSegmentHeader(successor))?.previousEnd ?? successor.base);
    // The newest in any case: its place keeps the next writer from using one twice.
    if (end !== undefined && end <= watermark.end) continue;
    await copySegment(segment, to, Math.min(end ?? mark.end, mark.end));
  }
  if (watermark.end > 0) await writeWatermark(to, watermark);
  const file = await openDurableMark(to);
  await file.set(mark).finally(() => file.close());
  await copyIfThere(join(from, DAMAGE_FILE), join(to, DAMAGE_FILE));
  return { stored: formatPosition(watermark.end), mark: formatPosition(mark.end) };
}

/** The bytes below `end`; what lies beyond was not acknowledged before the mark was read. */
async function copySegment({ base, path }: SegmentFile, to: string, end: JournalOffset): Promise<void> {
  const source = await open(path, 'r');
  const target = await open(join(to, segmentName(base)), 'wx', 0o600);
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    for (let at = 0; base + at < end; ) {
      const { bytesRead } = await source.read(piece, 0, Math.min(PIECE_BYTES, end - base - at), at);
      if (bytesRead === 0) break;
      await target.writeFile(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await source.close();
    await target.close();
  }
}

async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (hasErrorCode(error, 'ENOENT')) return false;
      throw error;
    },
  );
}
