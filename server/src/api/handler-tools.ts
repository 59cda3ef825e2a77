import type { Change } from '@foreshock/model/change.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import { failure } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, type DurationMs, SECOND, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import type { TelemetryStore, TenantTelemetry } from '../store/telemetry/telemetry-store.ts';
import type { ChangeFeed } from './change-feed.ts';
import { directoryOf, type EntityDirectory } from './views/entity-view.ts';

/** What every handler may use. */
export interface HandlerTools {
  readonly store: TelemetryStore;
  readonly db: MetadataDatabase;
  readonly clock: Clock;
  readonly directories: Directories;
  readonly feed: Pick<ChangeFeed, 'head'>;
  /** Of one question to the telemetry store. */
  readonly queryLimits: QueryLimits;
}

export interface QueryLimits {
  readonly tookMs: DurationMs;
  readonly memoryBytes: number;
}

export interface Directories {
  /** `mentioned`: entities of the answer in hand; one that is not known yet has the store looked at again. */
  of(tenant: TenantId, mentioned?: readonly EntityId[]): Promise<EntityDirectory>;
}

/** Entities change slowly: one look at the store serves all requests of these seconds. */
const KEPT_MS = 5 * SECOND;
const LOOK_BACK_MS = 14 * DAY;

interface KeptDirectory {
  readonly at: Timestamp;
  readonly directory: Promise<EntityDirectory>;
  /** Asked for and not there, so that they do not cause a look each time. */
  readonly missing: Set<EntityId>;
}

export function createDirectories(store: TelemetryStore, clock: Clock): Directories {
  const kept = new Map<TenantId, KeptDirectory>();
  const look = (tenant: TenantId): KeptDirectory => {
    const now = clock.now();
    const directory = store
      .tenant(tenant)
      .selectTopology({ from: now - LOOK_BACK_MS, to: now + DAY })
      .then((topology) => directoryOf(topology.ok ? topology.value.entities : new Map()));
    const fresh = { at: now, directory, missing: new Set<EntityId>() };
    kept.set(tenant, fresh);
    return fresh;
  };
  return {
    async of(tenant, mentioned = []) {
      const before = kept.get(tenant);
      const known = before && clock.now() - before.at < KEPT_MS ? before : look(tenant);
      const directory = await known.directory;
      const isNew = (id: EntityId): boolean => directory.find(id) === undefined && !known.missing.has(id);
      if (!mentioned.some(isNew)) return directory;
      const again = look(tenant);
      const newest = await again.directory;
      for (const id of mentioned) if (newest.find(id) === undefined) again.missing.add(id);
      for (const id of known.missing) if (newest.find(id) === undefined) again.missing.add(id);
      return newest;
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
