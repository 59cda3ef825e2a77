// What people ask about requests that were set aside. Changes wait for the end of the insert in hand, so that nothing is
// decided about a request by two at the same time.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { QuarantinedRequest, RetryOutcome } from '@foreshock/model/quarantine.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type DurationMs, SECOND } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { timedOut, withTimeout } from '../base/schedule.ts';
import type { IngestTelemetry } from './ingest-telemetry.ts';
import type { Quarantine } from './quarantine/open-quarantine.ts';
import type { QuarantineEntry } from './quarantine/quarantine-file.ts';
import { type RetryTools, retryQuarantined } from './retry-quarantined.ts';

export interface QuarantineDesk {
  /** Of a project, oldest first. */
  list(tenant: TenantId): readonly QuarantinedRequest[];
  /** What a project has taken of what it may take, in bytes. */
  room(tenant: TenantId): { readonly usedBytes: number; readonly maxBytes: number };
  /** `quarantined-request-not-found`, of another project as well. */
  retry(tenant: TenantId, id: string): Promise<Result<{ readonly outcome: RetryOutcome; readonly reason: string }>>;
  /** For good. `quarantined-request-not-found`. */
  discard(tenant: TenantId, id: string): Promise<Result<void>>;
  /** Gives up what is too old. */
  expire(): Promise<void>;
  /** A retry that a crash ended. */
  finish(id: string): Promise<void>;
  /** Does what waits. Of the one who inserts, between two inserts. */
  work(): Promise<void>;
}

export interface DeskOptions extends RetryTools {
  readonly quarantine: Quarantine;
  readonly clock: Clock;
  readonly telemetry: Pick<IngestTelemetry, 'countQuarantine' | 'showQuarantine'>;
  readonly keepMs: DurationMs;
  /** There is work. */
  readonly onWork: () => void;
  readonly onExpired: (tenant: TenantId, id: string) => Promise<void>;
}

/** A person waits: longer than an insert takes, shorter than a proxy gives up. */
const ANSWER_WITHIN_MS = 20 * SECOND;

export function createQuarantineDesk(options: DeskOptions): QuarantineDesk {
  const { quarantine, telemetry, logger } = options;
  const jobs: (() => Promise<void>)[] = [];

  /** `undefined` while the store has no answer. */
  async function inTurn<T>(job: () => Promise<T>): Promise<T | undefined> {
    const done = new Promise<T>((resolve, reject) => {
      jobs.push(() => job().then(resolve, reject));
    });
    options.onWork();
    const answer = await withTimeout(done, ANSWER_WITHIN_MS);
    return answer === timedOut ? undefined : answer;
  }

  const findOwn = (tenant: TenantId, id: string): Result<QuarantineEntry> => {
    const entry = quarantine.find(id);
    return entry?.tenant === tenant
      ? success(entry)
      : failure(
          'quarantined-request-not-found',
          `nothing is set aside under ${id}: it may have been stored or given up`,
        );
  };

  async function retry(entry: QuarantineEntry): Promise<RetryOutcome> {
    const outcome = await retryQuarantined(entry, options);
    if (outcome === 'stored') telemetry.countQuarantine(entry, 'stored');
    if (outcome === 'refused') telemetry.countQuarantine(entry, 'refused-again');
    return outcome;
  }

  async function giveUp(entry: QuarantineEntry, event: 'discarded' | 'expired'): Promise<void> {
    await quarantine.remove(entry.id);
    telemetry.countQuarantine(entry, event);
  }

  return {
    list: (tenant) => quarantine.list(tenant).map(viewOf),
    room: (tenant) => ({
      usedBytes: quarantine.list(tenant).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      maxBytes: quarantine.maxBytesOfTenant,
    }),
    async retry(tenant, id) {
      const done = await inTurn(async () => {
        const entry = findOwn(tenant, id);
        if (!entry.ok) return entry;
        const outcome = await retry(entry.value);
        return success({ outcome, reason: quarantine.find(id)?.reason.message ?? '' });
      });
      return done ?? success({ outcome: 'trying' as const, reason: '' });
    },
    async discard(tenant, id) {
      const done = await inTurn(async () => {
        const entry = findOwn(tenant, id);
        if (!entry.ok) return entry;
        await giveUp(entry.value, 'discarded');
        return success();
      });
      return done ?? failure('store-unavailable', 'the insert in hand takes long; ask again', ANSWER_WITHIN_MS);
    },
    async expire() {
      const before = options.clock.now() - options.keepMs;
      if (quarantine.listBefore(before).length === 0) return;
      await inTurn(async () => {
        for (const entry of quarantine.listBefore(before)) {
          await giveUp(entry, 'expired');
          logger.error('request given up after its time', { tenant: entry.tenant, id: entry.id });
          await options.onExpired(entry.tenant, entry.id);
        }
      });
    },
    async finish(id) {
      const entry = quarantine.find(id);
      if (entry) await retry(entry);
    },
    async work() {
      for (const job of jobs.splice(0)) await job();
      telemetry.showQuarantine(quarantine.list());
    },
  };
}

/** Without what is of no use outside. */
function viewOf(entry: QuarantineEntry): QuarantinedRequest {
  const { id, tenant, signal, receivedAt, setAsideAt, reason, records, sizeBytes, hash, retries } = entry;
  return { id, tenant, signal, receivedAt, setAsideAt, reason, records, sizeBytes, hash, retries };
}
