// A system of so many workloads that the benchmarks of analysis look at: who calls whom, and where it runs.
import type { Entity, EntityId, EntityKind } from '@foreshock/model/entity.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Relation, Topology } from '@foreshock/model/topology.ts';
import { counterUniform } from '../../server/src/analysis/statistics/counter-hash.ts';

export interface System {
  readonly workloads: readonly EntityId[];
  /** Places in `workloads`: whom each calls. */
  readonly callees: readonly (readonly number[])[];
  readonly topology: Topology;
}

export interface SystemOptions {
  readonly workloads: number;
  /** Parts between which there are no calls. */
  readonly parts: number;
  readonly start: Timestamp;
}

/** A cluster of ordinary size runs about so many workloads per node. */
const WORKLOADS_PER_NODE = 12;
/** In published traces of large systems a service calls two to four others. */
const CALLS = 3;

/** Each calls others that stand later in its part, so that there is no circle. */
export function systemOf({ workloads: count, parts, start }: SystemOptions): System {
  const entities = new Map<EntityId, Entity>();
  const add = (name: string, kind: EntityKind): EntityId => {
    const id = `ent_${name}` as EntityId;
    const namespace = kind === 'node' ? '' : `part-${name.split('-')[1]}`;
    const fields = { cluster: 'bench', namespace, nodes: [], version: '1', firstSeen: start, lastSeen: start };
    entities.set(id, { id, kind, name: namespace ? `${namespace}/${name}` : name, ...fields });
    return id;
  };
  const perPart = Math.ceil(count / parts);
  const workloads = Array.from({ length: count }, (_, i) => add(`service-${Math.floor(i / perPart)}-${i}`, 'service'));
  const nodeCount = Math.max(1, Math.ceil(count / WORKLOADS_PER_NODE));
  const nodes = Array.from({ length: nodeCount }, (_, i) => add(`node-${i}`, 'node'));
  const callees = workloads.map((_, i) => calleesOf(i, Math.min(count, (Math.floor(i / perPart) + 1) * perPart)));
  const relations: Relation[] = workloads.flatMap((from, i) => [
    ...callees[i]!.map((callee): Relation => ({ from, to: workloads[callee]!, kind: 'calls', lastSeen: start })),
    { from, to: nodes[Math.floor(counterUniform(i, 7) * nodeCount)]!, kind: 'runs-on', lastSeen: start },
  ]);
  return { workloads, callees, topology: { entities, relations } };
}

/** `end`: the first place behind the part. */
function calleesOf(i: number, end: number): number[] {
  const later = end - i - 1;
  if (later <= 0) return [];
  const drawn = Array.from({ length: CALLS }, (_, k) => i + 1 + Math.floor(counterUniform(i, k, 3) ** 2 * later));
  return [...new Set(drawn)];
}
