import type { Change } from '@foreshock/model/change.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import { failure } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { DurationMs, TimeRange } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import type { KnownEntities } from '../store/telemetry/known-entities.ts';
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

export function createDirectories(entities: KnownEntities): Directories {
  return { of: async (tenant, mentioned) => directoryOf(await entities.of(tenant, mentioned)) };
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
