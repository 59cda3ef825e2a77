import type { EntityId } from '@foreshock/model/entity.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import type { PackHypothesis } from './evidence-pack.ts';

/** By short id those that harm reaches from there in one step: callers of a callee, workloads of a node, pods of a workload. */
export function harmsOf(
  { relations, entities }: Topology,
  ids: ReadonlyMap<EntityId, string>,
  hypotheses: readonly PackHypothesis[],
): Map<string, readonly string[]> {
  const steps = new Map<string, Set<string>>();
  const add = (cause: string | undefined, effect: string | undefined): void => {
    if (cause === undefined || effect === undefined || cause === effect) return;
    const known = steps.get(cause);
    if (known) known.add(effect);
    else steps.set(cause, new Set([effect]));
  };
  for (const { from, to } of relations) add(ids.get(to), ids.get(from));
  for (const [id, short] of ids) {
    const entity = entities.get(id);
    if (entity?.owner) add(short, ids.get(entity.owner));
    for (const node of entity?.nodes ?? []) add(ids.get(node), short);
  }
  for (const { path } of hypotheses) for (const [at, id] of path.slice(1).entries()) add(path[at], id);
  return new Map([...steps].map(([cause, effects]) => [cause, [...effects].sort()]));
}

/** The shortest way of harm from cause to effect, both included; `undefined` when there is none. */
export function wayOfHarm(
  harms: ReadonlyMap<string, readonly string[]>,
  cause: string,
  effect: string,
): readonly string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[cause, undefined]]);
  const next = [cause];
  for (let at = next.shift(); at !== undefined; at = next.shift()) {
    if (at === effect) {
      const way: string[] = [];
      for (let step: string | undefined = at; step !== undefined; step = cameFrom.get(step)) way.unshift(step);
      return way;
    }
    for (const reached of harms.get(at) ?? []) {
      if (cameFrom.has(reached)) continue;
      cameFrom.set(reached, at);
      next.push(reached);
    }
  }
  return undefined;
}
