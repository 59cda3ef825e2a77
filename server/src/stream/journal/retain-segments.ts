import { unlink } from 'node:fs/promises';
import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import { hasErrorCode } from '../../base/durable-file.ts';
import type { JournalOffset } from './journal-position.ts';
import { listSegments, readSegmentHeader } from './segments.ts';

export interface RetainOptions {
  readonly directory: string;
  /** Everything below is in the store, and the watermark on disk says so. */
  readonly appliedEnd: JournalOffset;
  readonly marginMs: DurationMs;
  readonly now: Timestamp;
  /** Since when a segment lies wholly below `appliedEnd`; kept between calls by the caller, changed here. */
  readonly appliedSince: Map<JournalOffset, Timestamp>;
}

/**
 * Deletes the segments that have been applied for longer than the margin. Never the newest: its name is what keeps the
 * next writer from using a place twice. Returns how many were deleted.
 */
export async function retainSegments(options: RetainOptions): Promise<number> {
  const segments = await listSegments(options.directory);
  let deleted = 0;
  for (const [index, { base, path }] of segments.entries()) {
    const successor = segments[index + 1];
    if (successor === undefined) break;
    const end = (await readSegmentHeader(successor))?.previousEnd ?? successor.base;
    if (options.appliedEnd < end) break;
    const since = options.appliedSince.get(base) ?? options.now;
    options.appliedSince.set(base, since);
    if (options.now - since < options.marginMs) continue;
    try {
      await unlink(path);
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw error;
    }
    options.appliedSince.delete(base);
    deleted += 1;
  }
  return deleted;
}
