import type { Change } from '@foreshock/model/change.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import { failure } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, SECOND, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import type { TelemetryStore, TenantTelemetry } from '../store/telemetry/telemetry-store.ts';
import { directoryOf, type EntityDirectory } from './views/entity-view.ts';

/** What every handler may use. */
export interface HandlerTools {
  readonly store: TelemetryStore;
  readonly db: MetadataDatabase;
  readonly clock: Clock;
  readonly directories: Directories;
}

export interface Directories {
  of(tenant: TenantId): Promise<EntityDirectory>;
}

/** Entities change slowly: one look at the store serves all requests of these seconds. */
const KEPT_MS = 5 * SECOND;
const LOOK_BACK_MS = 14 * DAY;

export function createDirectories(store: TelemetryStore, clock: Clock): Directories {
  const kept = new Map<TenantId, { at: Timestamp; directory: Promise<EntityDirectory> }>();
  return {
    of(tenant) {
      const now = clock.now();
      const known = kept.get(tenant);
      if (known && now - known.at < KEPT_MS) return known.directory;
      const directory = store
        .tenant(tenant)
        .selectTopology({ from: now - LOOK_BACK_MS, to: now + DAY })
        .then((topology) => directoryOf(topology.ok ? topology.value.entities : new Map()));
      kept.set(tenant, { at: now, directory });
      return directory;
    },
  };
}

/** Changes of a range by id; none when the store cannot say. */
export async function changesById(
  telemetry: TenantTelemetry,
  range: TimeRange,
): Promise<ReadonlyMap<Change['id'], Change>> {
  const changes = await telemetry.selectChanges(range);
  return new Map(changes.ok ? changes.value.map((change) => [change.id, change]) : []);
}

export function invalid(message: string): Result<never> {
  return failure('input-invalid', message);
}
