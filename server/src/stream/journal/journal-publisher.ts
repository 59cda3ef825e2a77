import { mkdir, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { startStopwatch } from '../../base/clock.ts';
import { sha256 } from '../../base/crypto/digest.ts';
import { watchDirectories } from '../../base/directory-watch.ts';
import { every } from '../../base/schedule.ts';
import { readAcceptedKeys } from '../accepted-keys.ts';
import type { AcceptedKeys, ReceivedRequest, StreamPosition, StreamPublisher } from '../telemetry-stream.ts';
import { createBacklogAge } from './backlog-age.ts';
import { createDiskGuard } from './disk-guard.ts';
import { openDurableMark } from './durable-mark.ts';
import { createGroupCommit } from './group-commit.ts';
import type { JournalOptions } from './journal-options.ts';
import { createRecentRequests } from './recent-requests.ts';
import { recoverJournal } from './recover.ts';
import { listSegments } from './segments.ts';
import { readWatermark } from './watermark.ts';

/** Ingest that stopped for a full backlog begins again only when there is real room, not with each record applied. */
const RESUME_AT = 0.8;

/** The writing side of the journal. Only one may be open on a directory. */
export async function openJournalPublisher(options: JournalOptions): Promise<Result<StreamPublisher>> {
  const { directory, keys, clock, logger, config } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await removeUnfinishedFiles(directory);
  const recent = createRecentRequests(startStopwatch());
  const start = await recoverJournal({ directory, keys, now: clock.now(), recent });
  if (!start.ok) return start;

  const mark = await openDurableMark(directory);
  // What the last life had written is on disk by now, and may be read before this one writes anything.
  await mark.set({ end: start.value.previousEnd, sequence: start.value.nextSequence });
  const writer = createGroupCommit({
    directory,
    keys,
    clock,
    logger,
    mark,
    start: start.value,
    maxSegmentBytes: config.maxSegmentBytes,
  });
  const disk = createDiskGuard({ directory, config, logger });
  const age = createBacklogAge();
  const listeners: ((keys: AcceptedKeys) => void)[] = [];
  let acceptedKeys: AcceptedKeys | undefined;
  let appliedEnd = 0;
  let isFull = false;
  let isClosed = false;

  const lookAtDirectory = async (): Promise<void> => {
    const watermark = await readWatermark(directory);
    appliedEnd = watermark?.end ?? (await listSegments(directory))[0]?.base ?? start.value.nextBase;
    age.observe(writer.durableEnd() > appliedEnd, watermark?.receivedAt, clock.now());
    const latest = await readAcceptedKeys(directory);
    const isNews = latest !== undefined && latest.issuedAt !== acceptedKeys?.issuedAt;
    if (!isNews) return;
    acceptedKeys = latest;
    for (const listener of listeners) listener(latest);
  };
  await lookAtDirectory();
  await disk.look();

  const watch = watchDirectories([directory], SECOND);
  const watching = (async () => {
    while (!isClosed) {
      await watch.nextChange();
      await lookAtDirectory().catch((error: unknown) => logger.warn('journal directory not read', { error }));
    }
  })();
  const onError = (error: unknown): void => logger.warn('journal housekeeping failed', { error });
  const schedules = [
    every({ intervalMs: SECOND, work: disk.look, onError }),
    every({
      intervalMs: MINUTE / 2,
      work: () => writer.rollOver(config.maxSegmentAgeMinutes * MINUTE),
      onError,
    }),
  ];

  /** Says why nothing more is taken; `undefined` while there is room. */
  const findRefusal = (): Result<never> | undefined => {
    if (isClosed) return failure('stopping', 'gateway is stopping; send the request again');
    if (disk.isFull()) {
      const text = `less than ${disk.floorBytes()} bytes of disk are free; free some, or add to the volume`;
      return failure('stream-unavailable', text, 30 * SECOND);
    }
    if (age.ageMs(clock.now()) > config.maxBacklogHours * HOUR) {
      const text = `telemetry has waited for the engine for more than ${config.maxBacklogHours} h; send the request again`;
      return failure('stream-unavailable', text, 30 * SECOND);
    }
    const limit = isFull ? config.maxBacklogBytes * RESUME_AT : config.maxBacklogBytes;
    isFull = writer.durableEnd() - appliedEnd > limit;
    if (!isFull) return undefined;
    return failure('stream-unavailable', 'the engine is behind and the journal is full; send the request again');
  };

  const publisher: StreamPublisher = {
    publish: (request: ReceivedRequest): Promise<Result<StreamPosition>> => {
      const identity = { tenant: request.tenant, signal: request.signal, digest: sha256(request.body) };
      const earlier = recent.find(identity);
      if (earlier !== undefined) return earlier;
      const refusal = findRefusal();
      if (refusal !== undefined) return Promise.resolve(refusal);
      const publication = writer.append(request, identity.digest);
      recent.add(identity, publication);
      return publication;
    },
    onAcceptedKeys: (listener) => {
      listeners.push(listener);
      if (acceptedKeys !== undefined) listener(acceptedKeys);
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      watch.close();
      await Promise.all([watching, ...schedules.map((schedule) => schedule.stop())]);
      await writer.close();
      await mark.close();
    },
  };
  return success(publisher);
}

/** What a crash left of a segment that was never given its name. */
async function removeUnfinishedFiles(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (name.startsWith('segment-') && name.endsWith('.new')) await unlink(join(directory, name));
  }
}
