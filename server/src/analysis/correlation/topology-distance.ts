import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Topology } from '@foreshock/model/topology.ts';

/** How near two entities are: 1 the same, 0.8 owner or placement, 0.7 one call, 0.4 two hops, 0 farther. */
export interface Nearness {
  between(a: EntityId, b: EntityId): number;
  /** False for an entity of which nothing is known but that it is there. */
  knows(entity: EntityId): boolean;
  /** True when calls between the two are themselves in trouble. */
  isLoud(a: EntityId, b: EntityId): boolean;
  /** True when `a` depends on `b` over at most two hops. */
  dependsOn(a: EntityId, b: EntityId): boolean;
}

const PLACEMENT = 0.8;
const CALL = 0.7;
/** Neighbors are at least so near. */
export const ONE_HOP = CALL;
const TWO_HOPS = 0.4;

/** `anomalies`: of now; those of calls name both ends. */
export function nearnessOf(topology: Topology, anomalies: Iterable<Pick<Anomaly, 'entity' | 'peer'>>): Nearness {
  const loud = new Map<EntityId, Set<EntityId>>();
  for (const { entity, peer } of anomalies) {
    if (!peer) continue;
    const peers = loud.get(entity) ?? new Set();
    peers.add(peer);
    loud.set(entity, peers);
  }
  const one = new Map<EntityId, Map<EntityId, number>>();
  const depends = new Map<EntityId, Set<EntityId>>();
  for (const relation of topology.relations) {
    const weight = relation.kind === 'calls' ? CALL : PLACEMENT;
    link(one, relation.from, relation.to, weight);
    link(one, relation.to, relation.from, weight);
    const direct = depends.get(relation.from) ?? new Set();
    direct.add(relation.to);
    depends.set(relation.from, direct);
  }
  for (const entity of topology.entities.values()) {
    if (!entity.owner) continue;
    link(one, entity.id, entity.owner, PLACEMENT);
    link(one, entity.owner, entity.id, PLACEMENT);
  }
  // Each entity is asked for many others, so its surroundings are looked up once.
  const within = new Map<EntityId, Map<EntityId, number>>();
  const withinTwoHops = (a: EntityId): Map<EntityId, number> => {
    const near = new Map<EntityId, number>();
    for (const neighbor of one.get(a)?.keys() ?? []) {
      // A node has many tenants: two workloads that share one are not near for that alone.
      if (topology.entities.get(neighbor)?.kind === 'node') continue;
      for (const next of one.get(neighbor)?.keys() ?? []) near.set(next, TWO_HOPS);
    }
    for (const [neighbor, weight] of one.get(a) ?? []) near.set(neighbor, weight);
    within.set(a, near);
    return near;
  };
  return {
    between(a, b) {
      if (a === b) return 1;
      return (within.get(a) ?? withinTwoHops(a)).get(b) ?? 0;
    },
    knows: (entity) => one.has(entity),
    isLoud: (a, b) => loud.get(a)?.has(b) === true || loud.get(b)?.has(a) === true,
    dependsOn(a, b) {
      const direct = depends.get(a);
      if (!direct) return false;
      if (direct.has(b)) return true;
      for (const next of direct) if (depends.get(next)?.has(b)) return true;
      return false;
    },
  };
}

function link(links: Map<EntityId, Map<EntityId, number>>, from: EntityId, to: EntityId, weight: number): void {
  const row = links.get(from) ?? new Map<EntityId, number>();
  row.set(to, Math.max(weight, row.get(to) ?? 0));
  links.set(from, row);
}
