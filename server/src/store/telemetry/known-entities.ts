import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from '../../base/clock.ts';
import type { TelemetryStore } from './telemetry-store.ts';

export type Entities = ReadonlyMap<EntityId, Entity>;

export interface KnownEntities {
  /**
   * Entities of the last two weeks. One of `mentioned` that is not known yet has the store looked at again. Where the store
   * cannot say it is what was known before: names are a courtesy, without which ids are shown.
   */
  of(tenant: TenantId, mentioned?: readonly EntityId[]): Promise<Entities>;
}

/** Entities change slowly: one look at the store serves all questions of these seconds. */
const KEPT_MS = 5 * SECOND;
const LOOK_BACK_MS = 14 * DAY;

interface Look {
  readonly at: Timestamp;
  readonly entities: Promise<Entities>;
  /** Asked for and not there, so that they do not cause a look each time. */
  readonly missing: Set<EntityId>;
}

export function createKnownEntities(store: Pick<TelemetryStore, 'tenant'>, clock: Clock): KnownEntities {
  const kept = new Map<TenantId, Look>();
  const look = (tenant: TenantId): Look => {
    const now = clock.now();
    const before = kept.get(tenant)?.entities;
    const entities = store
      .tenant(tenant)
      .selectTopology({ from: now - LOOK_BACK_MS, to: now + DAY })
      .then(async (topology) => (topology.ok ? topology.value.entities : ((await before) ?? new Map())));
    const fresh = { at: now, entities, missing: new Set<EntityId>() };
    kept.set(tenant, fresh);
    return fresh;
  };
  return {
    async of(tenant, mentioned = []) {
      const before = kept.get(tenant);
      const known = before && clock.now() - before.at < KEPT_MS ? before : look(tenant);
      const entities = await known.entities;
      if (mentioned.every((id) => entities.has(id) || known.missing.has(id))) return entities;
      const again = look(tenant);
      const newest = await again.entities;
      for (const id of [...mentioned, ...known.missing]) if (!newest.has(id)) again.missing.add(id);
      return newest;
    },
  };
}
