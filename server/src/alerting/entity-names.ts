import type { EntityId } from '@foreshock/model/entity.ts';
import type { Entities } from '../store/telemetry/known-entities.ts';

export function fullName(entities: Entities, id: EntityId): string {
  return entities.get(id)?.name ?? id;
}

/** The last part: `checkout-db`. */
export function shortName(entities: Entities, id: EntityId): string {
  const name = fullName(entities, id);
  return name.slice(name.lastIndexOf('/') + 1);
}
