import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Topology } from '@foreshock/model/topology.ts';

/** A workload is meant, and not its pods, when this share of them shows the same; one of two is still a pod. */
const MOST_PODS = 0.75;
const LEAST_PODS = 2;

/**
 * How much of what is unusual is an entity's own: each measure gives one vote, shared among all that show it. What
 * everybody shows says nothing of anyone; what one alone shows points at it. Calls are left out: callers show what
 * their callees do.
 */
export function specificityOf(members: readonly Anomaly[], topology: Topology): Map<EntityId, number> {
  const shownBy = new Map<string, Set<EntityId>>();
  for (const { signal, measure, entity } of members) {
    if (signal === 'traces') continue;
    const entities = shownBy.get(`${signal} ${measure}`) ?? new Set();
    entities.add(entity);
    shownBy.set(`${signal} ${measure}`, entities);
  }
  const podsOf = podsByOwner(topology);
  const votes = new Map<EntityId, number>();
  for (const entities of shownBy.values()) {
    const units = withoutPodsOfOne(entities, podsOf);
    for (const unit of units) votes.set(unit, (votes.get(unit) ?? 0) + 1 / units.size);
  }
  return votes;
}

function podsByOwner({ entities }: Topology): Map<EntityId, EntityId[]> {
  const pods = [...entities.values()].filter(({ kind, owner }) => kind === 'pod' && owner !== undefined);
  return new Map([...Map.groupBy(pods, ({ owner }) => owner!)].map(([owner, all]) => [owner, all.map(({ id }) => id)]));
}

function withoutPodsOfOne(
  entities: ReadonlySet<EntityId>,
  podsOf: ReadonlyMap<EntityId, readonly EntityId[]>,
): Set<EntityId> {
  const units = new Set(entities);
  for (const [owner, pods] of podsOf) {
    const showing = pods.filter((pod) => entities.has(pod));
    if (showing.length < LEAST_PODS || showing.length < MOST_PODS * pods.length) continue;
    for (const pod of showing) units.delete(pod);
    units.add(owner);
  }
  return units;
}
