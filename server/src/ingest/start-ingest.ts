// Stream -> store. Deliveries wait a moment for others, are prepared in a thread, appended under one token, and only then
// committed. A crash anywhere repeats the same insert, and the store knows its token. What can never be stored is set aside.
import type { Result } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type DurationMs, MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import type { KeyRing } from '../base/crypto/key-ring.ts';
import type { Logger } from '../base/logger.ts';
import { every } from '../base/schedule.ts';
import type { SelfTelemetry } from '../base/self-telemetry.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import type { StreamConsumer, StreamPosition } from '../stream/telemetry-stream.ts';
import type { IngestConfig } from './config.ts';
import { createHolds } from './hold-inserts.ts';
import { createIngestTelemetry } from './ingest-telemetry.ts';
import { readInsertInHand, removeInsertInHand, writeInsertInHand } from './insert-in-hand.ts';
import { createPreparer } from './prepare-requests.ts';
import { openQuarantine } from './quarantine/open-quarantine.ts';
import { createQuarantineDesk, type QuarantineDesk } from './quarantine-desk.ts';
import { storeGroup } from './store-group.ts';
import { createWaitingRoom } from './waiting-room.ts';

export interface IngestTools {
  readonly stream: StreamConsumer;
  readonly store: TelemetryStore;
  readonly db: MetadataDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: IngestConfig;
  /** So long after its end a minute is analysed. */
  readonly closeAfterMs: DurationMs;
  readonly telemetry: SelfTelemetry;
  /** For the insert in hand, and requests that were set aside. */
  readonly directory: string;
  /** For what is set aside, and for pseudonyms. */
  readonly keys: KeyRing;
  /** Given up by itself after its time: nobody asked for it. */
  readonly onExpired: (tenant: TenantId, id: string) => Promise<void>;
}

export interface Ingest {
  /** Everything received before this is in the store. */
  storedUntil(): Timestamp;
  readonly quarantine: Pick<QuarantineDesk, 'list' | 'room' | 'retry' | 'discard'>;
  /**
   * Runs `work` between two inserts: the stream is committed up to what is stored, and neither changes until it ends.
   * `store-unavailable` when the insert in hand does not end within a minute, or the program stops.
   */
  hold<T>(work: () => Promise<T>): Promise<Result<T>>;
  /** Finishes the insert in hand; what waits is delivered again at the next start. */
  stop(): Promise<void>;
}

const MINER_SNAPSHOT_MS = MINUTE;
const REFUSAL_PAUSE_MS = SECOND / 2;
const EXPIRY_LOOK_MS = 10 * MINUTE;

export async function startIngest(tools: IngestTools): Promise<Ingest> {
  const { stream, store, clock, config, logger, directory } = tools;
  const stopping = new AbortController();
  const { signal } = stopping;
  const preparer = createPreparer(tools);
  const quarantine = await openQuarantine({
    directory: `${directory}/quarantine`,
    keys: tools.keys,
    logger,
    maxBytes: config.quarantineBytes,
  });
  const telemetry = createIngestTelemetry(tools.telemetry, logger);
  const waiting = createWaitingRoom(config, signal);
  const trying = { logger, signal };
  const interrupted = await readInsertInHand(directory);
  const desk = createQuarantineDesk({
    ...{ ...trying, preparer, store, quarantine, clock, telemetry },
    keepMs: config.quarantineHours * 60 * MINUTE,
    saveInHand: (retry) => writeInsertInHand(directory, { retry }),
    onWork: () => waiting.call(),
    onExpired: tools.onExpired,
  });
  const groupTools = {
    ...{ ...trying, preparer, store, quarantine, clock, ...telemetry },
    refusalPauseMs: REFUSAL_PAUSE_MS,
    saveInHand: (hand: Parameters<typeof writeInsertInHand>[1]) => writeInsertInHand(directory, hand),
  };
  const holds = createHolds(() => waiting.call());
  let committed: StreamPosition | undefined;

  const consuming = stream.consume((delivery) => waiting.admit(delivery));
  const storing = (async () => {
    let begun = interrupted && 'first' in interrupted ? interrupted : undefined;
    let inHand = begun?.last;
    const isFinished = (): boolean => inHand === undefined || stream.isCommitted(inHand);
    if (interrupted && 'retry' in interrupted) await desk.finish(interrupted.retry);
    while (!signal.aborted) {
      await desk.work();
      if (isFinished()) await holds.work();
      const group = await waiting.take(begun);
      const last = group.at(-1);
      if (!last) continue;
      inHand = last.position;
      const isBegun = begun?.first === group[0]!.position && begun.last === last.position;
      const stored = await storeGroup(group, isBegun ? begun : undefined, groupTools);
      begun = undefined;
      if (!stored) continue;
      const done = await stream.commit(last.position);
      if (!done.ok) logger.error('position not committed', { code: done.error.code });
      committed = last.position;
      waiting.release(group);
      telemetry.showQuarantine(quarantine.list());
    }
    const hand = await readInsertInHand(directory);
    const isRetrying = hand !== undefined && 'retry' in hand && quarantine.find(hand.retry) !== undefined;
    if (isFinished() && !isRetrying) await removeInsertInHand(directory);
  })();
  telemetry.showQuarantine(quarantine.list());
  const saveTemplates = async (): Promise<void> => {
    if (committed !== undefined) await preparer.saveTemplates(committed);
  };
  const notSaved = (error: unknown): void => logger.warn('template snapshot failed', { error: String(error) });
  const schedules = [
    every({ intervalMs: MINER_SNAPSHOT_MS, work: saveTemplates, onError: notSaved }),
    every({
      intervalMs: EXPIRY_LOOK_MS,
      work: () => desk.expire(),
      onError: (error) => logger.warn('expiry failed', { error }),
    }),
  ];

  return {
    storedUntil: () =>
      Math.min(waiting.oldestReceivedAt() ?? clock.now(), stream.backlog().oldestReceivedAt ?? clock.now()),
    quarantine: desk,
    hold: holds.hold,
    async stop() {
      stopping.abort();
      for (const schedule of schedules) await schedule.stop();
      await stream.close();
      await consuming;
      await storing;
      await saveTemplates().catch(notSaved);
      await preparer.stop();
    },
  };
}
