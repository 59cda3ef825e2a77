import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';

export type Entities = ReadonlyMap<EntityId, Entity>;

export interface EntityNames {
  /** Entities as last seen; one of `mentioned` that is not known yet has the store looked at again. */
  of(tenant: TenantId, mentioned: readonly EntityId[]): Promise<Entities>;
}

const KEPT_MS = MINUTE;
const LOOK_BACK_MS = 14 * DAY;

export function createEntityNames(store: Pick<TelemetryStore, 'tenant'>, clock: Clock): EntityNames {
  const kept = new Map<TenantId, { at: Timestamp; entities: Entities; missing: Set<EntityId> }>();
  return {
    async of(tenant, mentioned) {
      const now = clock.now();
      const known = kept.get(tenant);
      const isNew = (id: EntityId): boolean => !known?.entities.has(id) && !known?.missing.has(id);
      if (known && now - known.at < KEPT_MS && !mentioned.some(isNew)) return known.entities;
      const topology = await store.tenant(tenant).selectTopology({ from: now - LOOK_BACK_MS, to: now + DAY });
      // Names are a courtesy: without the store people are told by ids rather than not at all.
      const entities = topology.ok ? topology.value.entities : (known?.entities ?? new Map());
      const missing = new Set(mentioned.filter((id) => !entities.has(id)));
      kept.set(tenant, { at: now, entities, missing });
      return entities;
    },
  };
}

export function fullName(entities: Entities, id: EntityId): string {
  return entities.get(id)?.name ?? id;
}

/** The last part: `checkout-db`. */
export function shortName(entities: Entities, id: EntityId): string {
  const name = fullName(entities, id);
  return name.slice(name.lastIndexOf('/') + 1);
}
