import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Topology } from '@foreshock/model/topology.ts';

/** How one entity lies to another. */
export interface Place {
  /** 1 the same, 0.8 owner or placement, 0.7 one call, 0.4 two hops, 0 farther. */
  readonly near: number;
  /** Calls between the two are themselves in trouble. */
  readonly isLoud: boolean;
}

export interface Nearness {
  /** Each entity that is near, itself and those at the other end of calls in trouble included. */
  around(entity: EntityId): ReadonlyMap<EntityId, Place>;
  /** False for an entity of which nothing is known but that it is there. */
  knows(entity: EntityId): boolean;
  /** True when `a` depends on `b` over at most two hops. */
  dependsOn(a: EntityId, b: EntityId): boolean;
  /** Itself, what it depends on and what depends on it over at most two hops. */
  relatedTo(entity: EntityId): ReadonlySet<EntityId>;
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
    add(loud, entity, peer);
    add(loud, peer, entity);
  }
  const one = new Map<EntityId, Map<EntityId, number>>();
  const depends = new Map<EntityId, Set<EntityId>>();
  const dependents = new Map<EntityId, Set<EntityId>>();
  for (const relation of topology.relations) {
    const weight = relation.kind === 'calls' ? CALL : PLACEMENT;
    link(one, relation.from, relation.to, weight);
    link(one, relation.to, relation.from, weight);
    add(depends, relation.from, relation.to);
    add(dependents, relation.to, relation.from);
  }
  for (const entity of topology.entities.values()) {
    if (!entity.owner) continue;
    link(one, entity.id, entity.owner, PLACEMENT);
    link(one, entity.owner, entity.id, PLACEMENT);
  }
  const placesAround = (a: EntityId): Map<EntityId, Place> => {
    const near = new Map<EntityId, number>();
    for (const b of loud.get(a) ?? []) near.set(b, 0);
    for (const neighbor of one.get(a)?.keys() ?? []) {
      // A node has many tenants: two workloads that share one are not near for that alone.
      if (topology.entities.get(neighbor)?.kind === 'node') continue;
      for (const next of one.get(neighbor)?.keys() ?? []) near.set(next, TWO_HOPS);
    }
    for (const [neighbor, weight] of one.get(a) ?? []) near.set(neighbor, weight);
    near.set(a, 1);
    const isLoud = (b: EntityId): boolean => loud.get(a)?.has(b) === true;
    return new Map([...near].map(([b, weight]) => [b, { near: weight, isLoud: isLoud(b) }]));
  };
  // Each entity is asked for many others, so its surroundings are looked up once.
  const around = once(placesAround);
  const relatedTo = once((entity: EntityId): Set<EntityId> => {
    const related = new Set([entity]);
    for (const links of [depends, dependents]) {
      for (const next of links.get(entity) ?? []) {
        related.add(next);
        for (const second of links.get(next) ?? []) related.add(second);
      }
    }
    return related;
  });
  return {
    around,
    knows: (entity) => one.has(entity),
    dependsOn(a, b) {
      const direct = depends.get(a);
      if (!direct) return false;
      if (direct.has(b)) return true;
      for (const next of direct) if (depends.get(next)?.has(b)) return true;
      return false;
    },
    relatedTo,
  };
}

/** Asks once for each entity. */
export function once<Value>(find: (entity: EntityId) => Value): (entity: EntityId) => Value {
  const found = new Map<EntityId, Value>();
  return (entity) => {
    let value = found.get(entity);
    if (value === undefined) {
      value = find(entity);
      found.set(entity, value);
    }
    return value;
  };
}

function add(sets: Map<EntityId, Set<EntityId>>, from: EntityId, to: EntityId): void {
  const set = sets.get(from);
  if (set) set.add(to);
  else sets.set(from, new Set([to]));
}

function link(links: Map<EntityId, Map<EntityId, number>>, from: EntityId, to: EntityId, weight: number): void {
  const row = links.get(from) ?? new Map<EntityId, number>();
  row.set(to, Math.max(weight, row.get(to) ?? 0));
  links.set(from, row);
}
