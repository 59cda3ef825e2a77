// Stream -> store. Deliveries wait a moment for others, are prepared in a thread, appended under one token, and only then
// committed. A crash anywhere repeats the same insert, and the store knows its token.
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import { failure, isRetryable, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import type { KeyRing } from '../base/crypto/key-ring.ts';
import type { Logger } from '../base/logger.ts';
import { delay, every } from '../base/schedule.ts';
import type { Counter } from '../base/self-telemetry.ts';
import { createThreadPool, ThreadCallError, type ThreadPool } from '../base/thread-call.ts';
import { pseudonymKeyPurpose } from '../redaction/pseudonym.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import { loadMinerState, saveMinerState } from '../store/metadata/miner-state.ts';
import { findNoiseSettings } from '../store/metadata/noise-settings.ts';
import { findRedactionSettings } from '../store/metadata/redaction-settings.ts';
import { ensureTenant } from '../store/metadata/tenants.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import type { Delivery, StreamConsumer, StreamPosition } from '../stream/telemetry-stream.ts';
import { type BatchBounds, readBounds, writeBounds } from './batch-bounds.ts';
import type { IngestConfig } from './config.ts';
import type { IngestAnswer, IngestRequest, RedactionOptions } from './ingest-worker.ts';

export interface IngestTools {
  readonly stream: StreamConsumer;
  readonly store: TelemetryStore;
  readonly db: MetadataDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: IngestConfig;
  /** For the bounds of the insert in hand. */
  readonly directory: string;
  /** Requests that the gateway took and that cannot be decoded, by reason: a fault of ours. */
  readonly dropped: Counter;
  /** Records that came in, and what became of them; `kind` as in the model. */
  readonly records: Counter;
  /** Values that were replaced before anything else saw them, by kind. */
  readonly redacted: Counter;
  /** For the keys of pseudonyms. */
  readonly keys: KeyRing;
}

export interface Ingest {
  /** Everything received before this is in the store. */
  storedUntil(): Timestamp;
  /** Finishes the insert in hand; what waits is delivered again at the next start. */
  stop(): Promise<void>;
}

const MINER_SNAPSHOT_MS = MINUTE;
const PAUSE_AFTER_FAILURE_MS = SECOND;
const KNOWN_ENTITIES_BACK_MS = 30 * DAY;

export async function startIngest(tools: IngestTools): Promise<Ingest> {
  const { stream, clock, config, logger } = tools;
  const stopping = new AbortController();
  const opened: OpenedTenants = new Map();
  const pool = createThreadPool<IngestRequest, IngestAnswer>({
    file: new URL('./ingest-worker.ts', import.meta.url),
    threadCount: 1,
    onRestart: (reason) => {
      logger.error('ingest thread restarted', { reason });
      opened.clear();
    },
  });
  const waiting = createWaitingRoom(config, stopping.signal);
  const interrupted = await readBounds(tools.directory);
  let committed: StreamPosition | undefined;

  const consuming = stream.consume((delivery) => waiting.admit(delivery));
  const storing = (async () => {
    let repeated = interrupted;
    while (!stopping.signal.aborted) {
      const group = await waiting.take(repeated);
      const [first] = group;
      const last = group.at(-1);
      if (!first || !last) continue;
      repeated = undefined;
      const bounds = { first: first.position, last: last.position };
      await writeBounds(tools.directory, bounds);
      if (await storeUntilDone(group, bounds, tools, pool, opened, stopping.signal)) {
        const done = await stream.commit(last.position);
        if (!done.ok) logger.error('position not committed', { code: done.error.code });
        committed = last.position;
        waiting.release(group);
      }
    }
  })();
  const snapshots = every({
    intervalMs: MINER_SNAPSHOT_MS,
    work: () => saveMiners(tools, pool, opened, committed),
    onError: (error) => logger.warn('template snapshot failed', { error: String(error) }),
  });

  return {
    storedUntil: () =>
      Math.min(waiting.oldestReceivedAt() ?? clock.now(), stream.backlog().oldestReceivedAt ?? clock.now()),
    async stop() {
      stopping.abort();
      await snapshots.stop();
      await stream.close();
      await consuming;
      await storing;
      await saveMiners(tools, pool, opened, committed).catch((error: unknown) =>
        logger.warn('template snapshot failed', { error: String(error) }),
      );
      await pool.stop();
    },
  };
}

interface WaitingRoom {
  /** Resolves at once while there is room. */
  admit(delivery: Delivery): Promise<void>;
  /** The next group in order; exactly the one of `bounds` when it begins there. Empty when stopped. */
  take(bounds: BatchBounds | undefined): Promise<readonly Delivery[]>;
  release(group: readonly Delivery[]): void;
  oldestReceivedAt(): Timestamp | undefined;
}

/** Four inserts may wait: the thread is never idle, and memory stays bounded. */
const ROOM_FOR_INSERTS = 4;
const GLANCE_MS = 20;

function createWaitingRoom(config: IngestConfig, signal: AbortSignal): WaitingRoom {
  const queue: Delivery[] = [];
  const inHand: Delivery[] = [];
  let bytes = 0;
  const freed: (() => void)[] = [];
  const arrived: (() => void)[] = [];
  signal.addEventListener('abort', () => {
    for (const wake of [...freed, ...arrived]) wake();
  });
  const isFull = (): boolean =>
    bytes >= ROOM_FOR_INSERTS * config.maxBytesPerInsert ||
    queue.length >= ROOM_FOR_INSERTS * config.maxRequestsPerInsert;
  const groupSize = (): number => {
    let size = 0;
    let groupBytes = 0;
    for (const delivery of queue) {
      if (size >= config.maxRequestsPerInsert || groupBytes >= config.maxBytesPerInsert) break;
      size += 1;
      groupBytes += delivery.request.body.length;
    }
    return size;
  };
  const takeFirst = (size: number): Delivery[] => {
    const group = queue.splice(0, size);
    for (const delivery of group) bytes -= delivery.request.body.length;
    inHand.push(...group);
    for (const wake of freed.splice(0)) wake();
    return group;
  };
  const nextArrival = (): Promise<void> =>
    new Promise((resolve) => (signal.aborted ? resolve() : arrived.push(resolve)));

  return {
    async admit(delivery) {
      while (isFull() && !signal.aborted) await new Promise<void>((resolve) => freed.push(resolve));
      queue.push(delivery);
      bytes += delivery.request.body.length;
      for (const wake of arrived.splice(0)) wake();
    },
    async take(bounds) {
      while (queue.length === 0 && !signal.aborted) await nextArrival();
      if (signal.aborted) return [];
      if (bounds && queue[0]!.position === bounds.first) {
        let end = queue.findIndex((delivery) => delivery.position === bounds.last);
        while (end < 0 && !signal.aborted) {
          await nextArrival();
          end = queue.findIndex((delivery) => delivery.position === bounds.last);
        }
        return end < 0 ? [] : takeFirst(end + 1);
      }
      for (
        let waited = 0;
        waited < config.lingerMs && groupSize() === queue.length && !signal.aborted;
        waited += GLANCE_MS
      ) {
        await delay(GLANCE_MS, signal);
      }
      return takeFirst(groupSize());
    },
    release(group) {
      inHand.splice(0, group.length);
    },
    oldestReceivedAt: () => (inHand[0] ?? queue[0])?.request.receivedAt,
  };
}

/** Tries until the store has the group; false when stopped before. */
async function storeUntilDone(
  group: readonly Delivery[],
  bounds: BatchBounds,
  tools: IngestTools,
  pool: ThreadPool<IngestRequest, IngestAnswer>,
  opened: OpenedTenants,
  signal: AbortSignal,
): Promise<boolean> {
  const requests = group.map((delivery) => delivery.request);
  // Prepared once and appended until it is kept: the second time the thread would no longer say what was new.
  const prepared = await untilDone(() => prepare(requests, tools, pool, opened), tools, signal);
  if (!prepared) return false;
  const token = `${bounds.first}-${bounds.last}`;
  return (await untilDone(() => append(prepared, token, tools), tools, signal)) !== undefined;
}

/** `undefined` when stopped before it was done. */
async function untilDone<T>(
  work: () => Promise<Result<T>>,
  tools: IngestTools,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (;;) {
    const done = await work();
    if (done.ok) return done.value;
    if (signal.aborted) return undefined;
    tools.logger.warn('telemetry not stored yet', { code: done.error.code, reason: done.error.message });
    await delay(done.error.retryAfterMs ?? PAUSE_AFTER_FAILURE_MS, signal);
  }
}

type PreparedBatches = ReadonlyMap<TenantId, readonly IngestedBatch[]>;

async function append(prepared: PreparedBatches, token: string, tools: IngestTools): Promise<Result<true>> {
  for (const [tenant, batches] of prepared) {
    const appended = await tools.store.tenant(tenant).appendAll(batches, token);
    if (appended.ok) continue;
    if (isRetryable(appended.error)) return appended;
    // The store says that it will never take this: hold the line rather than lose it, and say so every time.
    tools.logger.error('store refuses telemetry', {
      tenant,
      code: appended.error.code,
      reason: appended.error.message,
    });
    return failure('store-unavailable', appended.error.message, 30 * SECOND);
  }
  return success(true as const);
}

async function prepare(
  requests: readonly Delivery['request'][],
  tools: IngestTools,
  pool: ThreadPool<IngestRequest, IngestAnswer>,
  opened: OpenedTenants,
): Promise<Result<PreparedBatches>> {
  try {
    for (const tenant of new Set(requests.map((request) => request.tenant))) {
      await bringUpToDate(tenant, tools, pool, opened);
    }
    const answer = await pool.call({ do: 'prepare', requests });
    if (answer.did !== 'prepare') throw new Error('the ingest thread answered another question');
    const byTenant = new Map<TenantId, IngestedBatch[]>();
    for (const [index, result] of answer.prepared.entries()) {
      const { tenant, signal } = requests[index]!;
      if ('refused' in result) {
        tools.dropped.add(1, { tenant, signal, reason: result.refused });
        if (result.fault !== undefined) tools.logger.error('request not prepared', { signal, error: result.fault });
        continue;
      }
      for (const { kind, reason, records } of result.batch.intake)
        tools.records.add(records, { tenant, signal, kind, reason });
      for (const [kind, count] of result.redacted) tools.redacted.add(count, { tenant, signal, kind });
      byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), result.batch]);
    }
    return success(byTenant);
  } catch (error) {
    if (error instanceof SettingsUnavailable) {
      return failure(
        'metadata-unavailable',
        `settings of the project not read: ${error.message}`,
        PAUSE_AFTER_FAILURE_MS,
      );
    }
    if (!(error instanceof ThreadCallError)) throw error;
    return failure('store-unavailable', `the ingest thread failed: ${error.message}`, PAUSE_AFTER_FAILURE_MS);
  }
}

/** Tenants that the thread holds, each with the versions of the settings that it has. */
type OpenedTenants = Map<TenantId, { readonly redaction: number; readonly noise: number }>;

class SettingsUnavailable extends Error {}

/**
 * Before each group, not on a timer: what arrives after a change was kept is never stored by the settings before it.
 */
async function bringUpToDate(
  tenant: TenantId,
  tools: IngestTools,
  pool: ThreadPool<IngestRequest, IngestAnswer>,
  opened: OpenedTenants,
): Promise<void> {
  const [kept, noise] = await Promise.all([
    findRedactionSettings(tools.db, tenant),
    findNoiseSettings(tools.db, tenant),
  ]).catch((error: unknown) => {
    throw new SettingsUnavailable(error instanceof Error ? error.message : String(error));
  });
  const before = opened.get(tenant);
  if (before?.redaction !== kept.version) {
    const key = tools.keys.derive(pseudonymKeyPurpose(tenant, kept.settings.keyVersion));
    const redaction = { settings: kept.settings, key };
    if (before) await pool.call({ do: 'set-redaction', tenant, redaction });
    else await openTenant(tenant, tools, pool, redaction);
  }
  if (before?.noise !== noise.version) await pool.call({ do: 'set-noise', tenant, settings: noise.settings });
  opened.set(tenant, { redaction: kept.version, noise: noise.version });
}

async function openTenant(
  tenant: TenantId,
  tools: IngestTools,
  pool: ThreadPool<IngestRequest, IngestAnswer>,
  redaction: RedactionOptions,
): Promise<void> {
  const now = tools.clock.now();
  await ensureTenant(tools.db, tenant, now);
  const topology = await tools.store
    .tenant(tenant)
    .selectTopology({ from: now - KNOWN_ENTITIES_BACK_MS, to: now + DAY });
  const miner = await loadMinerState(tools.db, tenant);
  await pool.call({
    do: 'open',
    tenant,
    entities: topology.ok ? [...topology.value.entities.values()] : [],
    miner: miner?.snapshot,
    redaction,
  });
}

async function saveMiners(
  tools: IngestTools,
  pool: ThreadPool<IngestRequest, IngestAnswer>,
  opened: ReadonlyMap<TenantId, unknown>,
  position: StreamPosition | undefined,
): Promise<void> {
  if (position === undefined) return;
  for (const tenant of opened.keys()) {
    const answer = await pool.call({ do: 'snapshot', tenant });
    if (answer.did === 'snapshot') await saveMinerState(tools.db, tenant, { position, snapshot: answer.miner });
  }
}
