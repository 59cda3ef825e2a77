import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Logger } from '../base/logger.ts';
import type { SelfTelemetry } from '../base/self-telemetry.ts';
import type { Delivery } from '../stream/telemetry-stream.ts';
import type { PreparedRequest } from './ingest-worker.ts';
import type { QuarantineEntry } from './quarantine/quarantine-file.ts';
import type { SetAside } from './set-aside.ts';

/** What became of a request that was set aside, or was to be. */
export type QuarantineEvent = 'set-aside' | 'stored' | 'refused-again' | 'discarded' | 'expired' | 'no-room';

export interface IngestTelemetry {
  readonly onPrepared: (delivery: Delivery, prepared: PreparedRequest) => void;
  readonly onSetAside: (delivery: Delivery, aside: SetAside) => void;
  readonly countQuarantine: (entry: Pick<QuarantineEntry, 'tenant' | 'signal'>, event: QuarantineEvent) => void;
  /** All that is set aside now. */
  readonly showQuarantine: (entries: readonly QuarantineEntry[]) => void;
}

export function createIngestTelemetry(telemetry: SelfTelemetry, logger: Logger): IngestTelemetry {
  const records = telemetry.counter('foreshock.ingest.records', {
    unit: '{record}',
    description: 'Records that came in, and those that were not stored as they came, by what became of them.',
  });
  const redacted = telemetry.counter('foreshock.redacted', {
    unit: '{value}',
    description: 'Values that were replaced before anything was stored or analysed, by kind.',
  });
  const requests = telemetry.counter('foreshock.quarantine.requests', {
    unit: '{request}',
    description: 'Accepted requests that could not be stored, by what became of them.',
  });
  const waiting = telemetry.gauge('foreshock.quarantine.waiting', {
    unit: '{request}',
    description: 'Requests that are set aside now.',
  });
  const bytes = telemetry.gauge('foreshock.quarantine.size', {
    unit: 'By',
    description: 'Bytes of requests that are set aside now, as received.',
  });
  const shown = new Set<TenantId>();

  return {
    onPrepared({ request: { tenant, signal } }, prepared) {
      if ('refused' in prepared) {
        if (prepared.fault !== undefined) logger.error('request not prepared', { signal, error: prepared.fault });
        return;
      }
      for (const { kind, reason, records: count } of prepared.batch.intake)
        records.add(count, { tenant, signal, kind, reason });
      for (const [kind, count] of prepared.redacted) redacted.add(count, { tenant, signal, kind });
    },
    onSetAside({ request: { tenant, signal, body } }, { entry, kept }) {
      const { reason } = entry;
      const facts = { tenant, signal, sizeBytes: body.length, records: entry.records, reason: reason.message };
      if (kept) logger.error('request set aside', facts);
      else logger.error('request lost: the room for what is set aside is full', facts);
      requests.add(1, { tenant, signal, event: kept ? 'set-aside' : 'no-room' });
    },
    countQuarantine: ({ tenant, signal }, event) => requests.add(1, { tenant, signal, event }),
    showQuarantine(entries) {
      if (entries.length === 0 && shown.size === 0) return;
      const byTenant = Map.groupBy(entries, ({ tenant }) => tenant);
      for (const tenant of byTenant.keys()) shown.add(tenant);
      for (const tenant of shown) {
        const own = byTenant.get(tenant) ?? [];
        waiting.set(own.length, { tenant });
        bytes.set(
          own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
          { tenant },
        );
      }
    },
  };
}
