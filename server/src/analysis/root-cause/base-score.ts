import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';

/** Explain-away: this much of what an entity shows is taken off when a dependency shows as much. */
const GAMMA = 0.3;
/** A dependency may be noticed this much later than its caller and still explain it. */
const LATER_BY_MS = MINUTE;
const UNREACHED = 0.2;

/**
 * How unusual each entity is, less what its dependencies explain, times whether the symptom depends on it. Weak on its
 * own (conditional contrasts carry the ranking), it decides where no spans are.
 */
export function baseScores(
  members: readonly Anomaly[],
  topology: Topology,
  symptom: EntityId | undefined,
): Map<EntityId, number> {
  const strength = new Map<EntityId, { log: number; onset: number }>();
  for (const member of members) {
    // The scale of a threshold exceedance: p = 0.05 is 3.
    const log = Math.log(1 + Math.max(0, 2.3 * (member.surprise - 1.3)));
    const known = strength.get(member.entity);
    strength.set(member.entity, {
      log: Math.max(log, known?.log ?? 0),
      onset: Math.min(member.onset, known?.onset ?? member.onset),
    });
  }
  const dependencies = dependenciesOf(topology);
  const reached = symptom ? reachableFrom(symptom, dependencies) : undefined;
  const scores = new Map<EntityId, number>();
  for (const [entity, own] of strength) {
    let explained = 0;
    for (const dependency of dependencies.get(entity) ?? []) {
      const other = strength.get(dependency);
      if (other && other.onset <= own.onset + LATER_BY_MS) explained = Math.max(explained, other.log);
    }
    const reach = !reached || reached.has(entity) ? 1 : UNREACHED;
    scores.set(entity, reach * (own.log - GAMMA * Math.min(own.log, explained)));
  }
  return scores;
}

export function dependenciesOf(topology: Topology): Map<EntityId, Set<EntityId>> {
  const dependencies = new Map<EntityId, Set<EntityId>>();
  for (const relation of topology.relations) {
    const known = dependencies.get(relation.from) ?? new Set<EntityId>();
    known.add(relation.to);
    dependencies.set(relation.from, known);
  }
  return dependencies;
}

/** The entity itself included. */
function reachableFrom(entity: EntityId, dependencies: ReadonlyMap<EntityId, ReadonlySet<EntityId>>): Set<EntityId> {
  const reached = new Set([entity]);
  const waiting = [entity];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const dependency of dependencies.get(next) ?? []) {
      if (reached.has(dependency)) continue;
      reached.add(dependency);
      waiting.push(dependency);
    }
  }
  return reached;
}

/** The shortest way from the symptom down to the cause, turned round; both ends included. Just the cause when there is none. */
export function pathFromCause(cause: EntityId, symptom: EntityId | undefined, topology: Topology): EntityId[] {
  if (!symptom || symptom === cause) return [cause];
  const dependencies = dependenciesOf(topology);
  const cameFrom = new Map<EntityId, EntityId>();
  let layer: EntityId[] = [symptom];
  while (layer.length > 0 && !cameFrom.has(cause)) {
    const next: EntityId[] = [];
    for (const entity of layer) {
      for (const dependency of [...(dependencies.get(entity) ?? [])].sort()) {
        if (dependency === symptom || cameFrom.has(dependency)) continue;
        cameFrom.set(dependency, entity);
        next.push(dependency);
      }
    }
    layer = next;
  }
  if (!cameFrom.has(cause)) return [cause];
  const path = [cause];
  for (let at = cameFrom.get(cause); at !== undefined; at = cameFrom.get(at)) path.push(at);
  return path;
}
