import type { Entity, EntityId } from './entity.ts';
import type { Timestamp } from './time.ts';

/** `calls`: from caller to callee. `runs-on`: workload to node. `mounts`: workload to volume. */
export type RelationKind = 'calls' | 'runs-on' | 'mounts';

export interface Relation {
  readonly from: EntityId;
  readonly to: EntityId;
  readonly kind: RelationKind;
  readonly lastSeen: Timestamp;
}

/** Entities and who depends on whom; `from` depends on `to`. */
export interface Topology {
  readonly entities: ReadonlyMap<EntityId, Entity>;
  readonly relations: readonly Relation[];
}
