import { mkdir } from 'node:fs/promises';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { MINUTE, SECOND } from '@foreshock/model/time.ts';
import { watchDirectories } from '../../base/directory-watch.ts';
import { delay, every } from '../../base/schedule.ts';
import { writeAcceptedKeys } from '../accepted-keys.ts';
import { deliver } from '../deliver.ts';
import type { Delivery, StreamConsumer, StreamPosition } from '../telemetry-stream.ts';
import { openDamageLog } from './damage-log.ts';
import { readDurableMark } from './durable-mark.ts';
import type { JournalOptions } from './journal-options.ts';
import { formatPosition, type JournalOffset, parsePosition } from './journal-position.ts';
import type { SealedRecord } from './record.ts';
import { createReplay, type Replayed } from './replay.ts';
import { retainSegments } from './retain-segments.ts';
import { isSealedWith, listSegments, readSegmentHeader } from './segments.ts';
import { readWatermark, type Watermark, writeWatermark } from './watermark.ts';

const PAUSE_AFTER_FAILURE_MS = 30 * SECOND;

/** What of a delivered record must be known until it is committed. */
type Delivered = Pick<SealedRecord, 'offset' | 'end' | 'sequence' | 'receivedAt'>;

/** The reading side of the journal. Only one may be open on a directory; the writer may be another process. */
export async function openJournalConsumer(options: JournalOptions): Promise<Result<StreamConsumer>> {
  const { directory, keys, clock, logger, config } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const segment of await listSegments(directory)) {
    const header = await readSegmentHeader(segment);
    if (header !== undefined && !isSealedWith(keys, header)) {
      const text = `cannot read ${segment.path}: it was sealed with another master key; start with the key that wrote it`;
      return failure('configuration-invalid', text);
    }
  }

  let committed: Watermark = (await readWatermark(directory)) ?? { end: 0, sequence: 0, committedAt: clock.now() };
  let mark = await readDurableMark(directory);
  const replay = createReplay(directory, keys, committed.end);
  const watch = watchDirectories([directory], config.pollIntervalMs);
  const closing = new AbortController();
  const damaged = await openDamageLog(directory);
  const appliedSince = new Map<JournalOffset, number>();
  /** In order: delivered and not yet committed. */
  let open: Delivered[] = [];
  let consuming: Promise<void> = Promise.resolve();
  let committing: Promise<unknown> = Promise.resolve();

  /** With nothing open all that was read is applied: borders of segments and damaged ranges too. */
  const appliedEnd = (): JournalOffset =>
    open.length === 0 ? Math.max(committed.end, replay.cursor()) : committed.end;

  const saveWatermark = async (applied: Omit<Watermark, 'committedAt'>): Promise<void> => {
    const watermark = { ...applied, committedAt: clock.now() };
    await writeWatermark(directory, watermark);
    committed = watermark;
  };

  /** One change of the watermark after another. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = committing.then(work);
    committing = done.catch(() => undefined);
    return done;
  };

  const deleteApplied = (): Promise<void> =>
    inTurn(async () => {
      const end = appliedEnd();
      // On disk first: a reader that begins again below a deleted segment would report it as missing.
      if (end > committed.end) await saveWatermark({ ...committed, end });
      const marginMs = config.replayMarginMinutes * MINUTE;
      await retainSegments({ directory, appliedEnd: end, marginMs, now: clock.now(), appliedSince });
    });

  const report = async ({ range, reason }: Extract<Replayed, { kind: 'damage' }>): Promise<void> => {
    const from = formatPosition(range.from);
    logger.error('journal damaged', { from, bytes: range.bytes, reason });
    try {
      await damaged.add({ from, bytes: range.bytes, reason });
    } catch (error) {
      logger.error('damage not noted', { error });
    }
  };

  const takeNext = async (): Promise<Replayed | undefined> => {
    try {
      const replayed = await replay.next();
      if (replayed === undefined) mark = await readDurableMark(directory);
      return replayed;
    } catch (error) {
      logger.error('journal not read', { error, retryAfterMs: PAUSE_AFTER_FAILURE_MS });
      await delay(PAUSE_AFTER_FAILURE_MS, closing.signal);
      return undefined;
    }
  };

  const consumeAll = async (handle: (delivery: Delivery) => Promise<void>): Promise<void> => {
    while (!closing.signal.aborted) {
      const replayed = await takeNext();
      if (replayed === undefined) {
        await watch.nextChange();
      } else if (replayed.kind === 'damage') {
        await report(replayed);
      } else {
        const { offset, end, sequence, receivedAt } = replayed.record;
        open.push({ offset, end, sequence, receivedAt });
        const delivery = { position: formatPosition(offset), request: replayed.request };
        await deliver(delivery, handle, { logger, signal: closing.signal });
      }
    }
  };

  const onError = (error: unknown): void => logger.warn('journal housekeeping failed', { error });
  const schedules = [
    every({ intervalMs: MINUTE, work: deleteApplied, onError }),
    every({
      intervalMs: SECOND,
      work: async () => {
        mark = await readDurableMark(directory);
      },
      onError,
    }),
  ];

  const commit = async (position: StreamPosition): Promise<Result<void>> => {
    const offset = parsePosition(position);
    if (offset === undefined) return failure('input-invalid', `"${position}" is no position of the journal`);
    if (offset < committed.end) return success();
    const last = open.findLast((delivered) => delivered.offset <= offset);
    if (last?.offset !== offset) return failure('input-invalid', `position ${position} was not delivered`);
    try {
      await saveWatermark({ end: last.end, sequence: last.sequence + 1, receivedAt: last.receivedAt });
      open = open.filter((delivered) => delivered.offset > offset);
      return success();
    } catch (error) {
      logger.error('watermark not written', { error });
      return failure('stream-unavailable', 'cannot write the watermark of the journal; commit again', SECOND);
    }
  };

  const consumer: StreamConsumer = {
    consume: (handle) => {
      consuming = consumeAll(handle);
      return consuming;
    },
    commit: (position) => inTurn(() => commit(position)),
    isCommitted: (position) => (parsePosition(position) ?? Number.POSITIVE_INFINITY) < committed.end,
    publishAcceptedKeys: async (list) => {
      try {
        await inTurn(() => writeAcceptedKeys(directory, list));
        return success();
      } catch (error) {
        logger.error('accepted keys not written', { error });
        return failure('stream-unavailable', 'cannot write the list of accepted keys; publish it again', SECOND);
      }
    },
    backlog: () => ({
      requests: Math.max(0, (mark?.sequence ?? 0) - committed.sequence, open.length),
      bytes: Math.max(0, (mark?.end ?? 0) - appliedEnd()),
      oldestReceivedAt: open[0]?.receivedAt,
      damaged: damaged.list(),
    }),
    close: async () => {
      closing.abort();
      watch.close();
      await Promise.all([consuming, committing, ...schedules.map((schedule) => schedule.stop())]);
      await replay.close();
    },
  };
  return success(consumer);
}
