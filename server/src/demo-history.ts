// While the simulator sends the demo's past, its minutes close as the next ones arrive and not by the clock.
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from './base/clock.ts';
import { delay } from './base/schedule.ts';
import type { MetadataDatabase } from './store/metadata/database.ts';
import { changeSettings, listTenants } from './store/metadata/tenants.ts';
import type { TelemetryStore } from './store/telemetry/telemetry-store.ts';

export interface DemoHistoryTools {
  readonly db: MetadataDatabase;
  readonly store: TelemetryStore;
  readonly clock: Clock;
  /** Everything that arrived before is stored. */
  readonly storedUntil: () => Timestamp;
}

export interface DemoHistory {
  /** Of a project: what is stored whole. */
  storedUntil(tenant: TenantId): Promise<Timestamp | undefined>;
  /** Of a project: where its simulated past ends; 0 where it has none. */
  historyUntil(tenant: TenantId): Promise<Timestamp>;
  /** All of it was sent. Resolves when it is stored. */
  sent(tenant: TenantId, until: Timestamp): Promise<void>;
  stop(): void;
}

const GLANCE_MS = 500;
/** The simulator sends half an hour of history in a request for each signal, one after the other. */
const REQUEST_MS = 35 * MINUTE;

export async function openDemoHistory({ db, store, clock, storedUntil }: DemoHistoryTools): Promise<DemoHistory> {
  const settings = new Map((await listTenants(db)).map((known) => [known.id, known.settings]));
  const stopped = new AbortController();
  return {
    async storedUntil(tenant) {
      const own = settings.get(tenant);
      if (own?.simulated !== true || own.historySent === true) return storedUntil();
      const extent = await store.tenant(tenant).selectExtent();
      return extent.ok && extent.value ? extent.value.to - REQUEST_MS : undefined;
    },
    async historyUntil(tenant) {
      const until = settings.get(tenant)?.historyUntil;
      return typeof until === 'number' ? until : 0;
    },
    async sent(tenant, until) {
      // Sent is not stored: until the journal is empty of it, the minutes still close as they arrive.
      const sentAt = clock.now();
      while (storedUntil() < sentAt && !stopped.signal.aborted) await delay(GLANCE_MS, stopped.signal);
      if (stopped.signal.aborted) return;
      settings.set(tenant, await changeSettings(db, tenant, { historySent: true, historyUntil: until }));
    },
    stop: () => stopped.abort(),
  };
}
