import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { median } from '../statistics/quantiles.ts';

/** Processor cores that a workload or a node used, before and after the onset; `before` is empty for what is new. */
export interface ProcessorUse {
  readonly entity: EntityId;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** A workload that nobody calls and that took the processor of a node on which others are hurt. */
export interface Neighbor {
  readonly entity: EntityId;
  readonly node: EntityId;
  /** Cores of the neighbor, and of its node. */
  readonly usual: number;
  readonly peak: number;
  readonly nodeUsual: number;
  readonly nodePeak: number;
  readonly weight: number;
}

const LEAST_CORES = 0.5;
/** Of what the node's use rose by. Less, and others took more. */
const LEAST_SHARE = 0.5;
/** As a full saturation weighs. */
const FULL_WEIGHT = 3;

/**
 * The node's use must have risen with the harm, and most of the rise must be the neighbor's. A node that is used twice as
 * much as usual, all of it by the neighbor, weighs in full. Who is called by others is no neighbor here: it may work more
 * because more is asked of it.
 */
export function weighNeighbors(
  uses: readonly ProcessorUse[],
  members: readonly Anomaly[],
  topology: Topology,
): Map<EntityId, Neighbor> {
  const called = new Set(topology.relations.filter(({ kind }) => kind === 'calls').map(({ to }) => to));
  const hurt = new Set(
    members.filter(({ kind }) => kind === 'errors' || kind === 'latency').map(({ entity }) => entity),
  );
  const nodesOf = (entity: EntityId): readonly EntityId[] => topology.entities.get(entity)?.nodes ?? [];
  const hurtNodes = new Set([...hurt].flatMap(nodesOf));
  const rises = new Map(uses.map((use) => [use.entity, riseOf(use)]));
  const found = new Map<EntityId, Neighbor>();
  for (const [entity, own] of rises) {
    const rise = own.peak - own.usual;
    if (rise < LEAST_CORES || called.has(entity) || hurt.has(entity)) continue;
    for (const node of nodesOf(entity)) {
      const whole = rises.get(node);
      if (!whole || !hurtNodes.has(node)) continue;
      const nodeRise = whole.peak - whole.usual;
      if (nodeRise < LEAST_CORES || rise < LEAST_SHARE * nodeRise) continue;
      // Others give way to it: what the node rose by may be less than what the neighbor took.
      const surge = Math.min(1, rise / Math.max(1, whole.usual));
      const weight = FULL_WEIGHT * surge * Math.min(1, rise / nodeRise);
      if (weight <= (found.get(entity)?.weight ?? 0)) continue;
      found.set(entity, { entity, node, ...own, nodeUsual: whole.usual, nodePeak: whole.peak, weight });
    }
  }
  return found;
}

function riseOf({ before, after }: ProcessorUse): { readonly usual: number; readonly peak: number } {
  return { usual: median(before) ?? 0, peak: Math.max(0, ...after) };
}
