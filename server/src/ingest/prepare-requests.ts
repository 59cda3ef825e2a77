// Requests -> batches, in the ingest thread, by the settings that their projects have now.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, type DurationMs, SECOND } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import type { KeyRing } from '../base/crypto/key-ring.ts';
import type { Logger } from '../base/logger.ts';
import { createThreadPool, ThreadCallError } from '../base/thread-call.ts';
import { pseudonymKeyPurpose } from '../redaction/pseudonym.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import { loadMinerState, saveMinerState } from '../store/metadata/miner-state.ts';
import { findNoiseSettings } from '../store/metadata/noise-settings.ts';
import { findNewestVersions } from '../store/metadata/project-settings.ts';
import { findRedactionSettings } from '../store/metadata/redaction-settings.ts';
import { findTemplateRefinement } from '../store/metadata/template-merges.ts';
import { ensureTenant } from '../store/metadata/tenants.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import type { ReceivedRequest, StreamPosition } from '../stream/telemetry-stream.ts';
import type { IngestAnswer, IngestRequest, PreparedRequest, RedactionOptions } from './ingest-worker.ts';

export interface PreparerTools {
  readonly store: TelemetryStore;
  readonly db: MetadataDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For the keys of pseudonyms. */
  readonly keys: KeyRing;
  /** So long after its end a minute is analysed. */
  readonly closeAfterMs: DurationMs;
  /** Another entry file of the thread. */
  readonly worker?: URL;
}

export interface Preparer {
  /** An answer for each request, in order. Errors pass; then the same requests are prepared again. */
  prepare(requests: readonly ReceivedRequest[]): Promise<Result<readonly PreparedRequest[]>>;
  /** What the thread believes to be in the store it finds out anew. */
  forget(tenant: TenantId): void;
  /** Keeps what has been learned of templates. `position`: of the last request that is stored. */
  saveTemplates(position: StreamPosition): Promise<void>;
  stop(): Promise<void>;
}

const PAUSE_AFTER_FAILURE_MS = SECOND;
const KNOWN_ENTITIES_BACK_MS = 30 * DAY;
/** Once may be the machine's fault. */
const DEATHS_BELIEVED = 2;
const INGEST_WORKER = new URL('./ingest-worker.ts', import.meta.url);

class SettingsUnavailable extends Error {}

async function orUnavailable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new SettingsUnavailable(error instanceof Error ? error.message : String(error));
  }
}

export function createPreparer(tools: PreparerTools): Preparer {
  const { db, logger } = tools;
  /** Tenants that the thread holds, each with the versions of the settings that it has. */
  const opened = new Map<
    TenantId,
    { readonly redaction: number; readonly noise: number; readonly templates: number }
  >();
  const pool = createThreadPool<IngestRequest, IngestAnswer>({
    file: tools.worker ?? INGEST_WORKER,
    threadCount: 1,
    onRestart: (reason) => {
      logger.error('ingest thread restarted', { reason });
      opened.clear();
    },
  });

  async function open(tenant: TenantId, redaction: RedactionOptions): Promise<void> {
    const now = tools.clock.now();
    await ensureTenant(db, tenant, now);
    const topology = await tools.store
      .tenant(tenant)
      .selectTopology({ from: now - KNOWN_ENTITIES_BACK_MS, to: now + DAY });
    const miner = await loadMinerState(db, tenant);
    await pool.call({
      do: 'open',
      tenant,
      entities: topology.ok ? [...topology.value.entities.values()] : [],
      miner: miner?.snapshot,
      redaction,
      closeAfterMs: tools.closeAfterMs,
    });
  }

  /**
   * Before each group, not on a timer: what arrives after a change was kept is never stored by the settings before it.
   * One question for the versions of all projects; settings are read where theirs is another one.
   */
  async function bringUpToDate(tenants: readonly TenantId[]): Promise<void> {
    const newest = await orUnavailable(findNewestVersions(db, tenants, ['redaction', 'noise', 'templates']));
    for (const tenant of tenants) {
      const before = opened.get(tenant);
      const isRedactionNew = before?.redaction !== newest(tenant, 'redaction');
      const isNoiseNew = before?.noise !== newest(tenant, 'noise');
      if (isRedactionNew) await renewRedaction(tenant, before !== undefined);
      const areMergesNew = before?.templates !== newest(tenant, 'templates');
      if (isNoiseNew) await renewNoise(tenant);
      if (areMergesNew) await renewMerges(tenant);
      opened.set(tenant, {
        redaction: newest(tenant, 'redaction'),
        noise: newest(tenant, 'noise'),
        templates: newest(tenant, 'templates'),
      });
    }
  }

  async function renewRedaction(tenant: TenantId, isOpen: boolean): Promise<void> {
    const { settings } = await orUnavailable(findRedactionSettings(db, tenant));
    const redaction = { settings, key: tools.keys.derive(pseudonymKeyPurpose(tenant, settings.keyVersion)) };
    if (isOpen) await pool.call({ do: 'set-redaction', tenant, redaction });
    else await open(tenant, redaction);
  }

  async function renewNoise(tenant: TenantId): Promise<void> {
    const { settings } = await orUnavailable(findNoiseSettings(db, tenant));
    await pool.call({ do: 'set-noise', tenant, settings });
  }

  async function renewMerges(tenant: TenantId): Promise<void> {
    const { refinement } = await orUnavailable(findTemplateRefinement(db, tenant));
    await pool.call({ do: 'set-merges', tenant, merges: refinement.merges });
  }

  /** Where the thread died over the same requests again and again, one of them kills it: then each goes alone. */
  let deaths = 0;

  async function prepareTogether(requests: readonly ReceivedRequest[]): Promise<Result<readonly PreparedRequest[]>> {
    try {
      await bringUpToDate([...new Set(requests.map((request) => request.tenant))]);
      const answer = await pool.call({ do: 'prepare', requests });
      if (answer.did !== 'prepare') throw new Error('the ingest thread answered another question');
      deaths = 0;
      return success(answer.prepared);
    } catch (error) {
      if (error instanceof SettingsUnavailable) {
        const text = `settings of the project not read: ${error.message}`;
        return failure('metadata-unavailable', text, PAUSE_AFTER_FAILURE_MS);
      }
      if (!(error instanceof ThreadCallError)) throw error;
      if (error.reason === 'died') deaths += 1;
      return failure('store-unavailable', `the ingest thread failed: ${error.message}`, PAUSE_AFTER_FAILURE_MS);
    }
  }

  async function prepareOneByOne(requests: readonly ReceivedRequest[]): Promise<Result<readonly PreparedRequest[]>> {
    const prepared: PreparedRequest[] = [];
    for (const request of requests) {
      deaths = 0;
      let alone = await prepareTogether([request]);
      while (!alone.ok && deaths > 0 && deaths < DEATHS_BELIEVED) alone = await prepareTogether([request]);
      if (!alone.ok && deaths < DEATHS_BELIEVED) return alone;
      prepared.push(...(alone.ok ? alone.value : [{ refused: 'internal' as const, fault: alone.error.message }]));
    }
    deaths = 0;
    return success(prepared);
  }

  return {
    prepare: (requests) => (deaths < DEATHS_BELIEVED ? prepareTogether(requests) : prepareOneByOne(requests)),
    forget: (tenant) => void opened.delete(tenant),
    async saveTemplates(position) {
      for (const tenant of opened.keys()) {
        const answer = await pool.call({ do: 'snapshot', tenant });
        if (answer.did === 'snapshot') await saveMinerState(db, tenant, { position, snapshot: answer.miner });
      }
    },
    stop: () => pool.stop(),
  };
}
