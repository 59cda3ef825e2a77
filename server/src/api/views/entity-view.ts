import type { EntityRef } from '@foreshock/contract/shapes.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { z } from 'zod';

export type EntityRefView = z.output<typeof EntityRef>;

/** Entities by id as known now; an id that is not among them shows as itself. */
export interface EntityDirectory {
  ref(id: EntityId): EntityRefView;
  find(id: EntityId): Entity | undefined;
  all(): readonly Entity[];
  /** The last part of the name: `checkout-db`. */
  short(id: EntityId): string;
}

export function directoryOf(entities: ReadonlyMap<EntityId, Entity>): EntityDirectory {
  return {
    ref(id) {
      const entity = entities.get(id);
      if (!entity) return { id, kind: 'external', name: id, cluster: '' };
      return { id, kind: entity.kind, name: entity.name, cluster: entity.cluster };
    },
    find: (id) => entities.get(id),
    all: () => [...entities.values()],
    short(id) {
      const name = entities.get(id)?.name ?? id;
      return name.slice(name.lastIndexOf('/') + 1);
    },
  };
}
