import { nameSuffix, recordEvent } from './pods.ts';
import type { Random } from './random.ts';
import type { NeighborPod, NodeState, World } from './world.ts';

export interface NeighborOptions {
  readonly workload: string;
  readonly namespace: string;
  readonly node: NodeState;
  readonly wantsCores: number;
  readonly requestCores: number;
  readonly random: Random;
}

/** Batch work of another namespace, started by a cron job. */
export function addNeighbor(world: World, options: NeighborOptions): NeighborPod {
  const { workload, namespace, node, wantsCores, requestCores, random } = options;
  const name = `${workload}-${Math.floor(world.now / 60_000)}-${nameSuffix(random, 5)}`;
  const neighbor: NeighborPod = {
    name,
    namespace,
    workload,
    kind: 'cronjob',
    node,
    startedAt: world.now,
    wantsCores,
    requestCores,
    memoryBytes: random.between(400, 1_500) * 1024 * 1024,
    usedCores: 0,
  };
  world.neighbors.push(neighbor);
  const message = `Successfully assigned ${namespace}/${name} to ${node.spec.name}`;
  const pod = { type: 'Normal', kind: 'Pod', name, namespace, node: node.spec.name } as const;
  recordEvent(world, { ...pod, source: 'default-scheduler', reason: 'Scheduled', message });
  recordEvent(world, { ...pod, source: 'kubelet', reason: 'Started', message: `Started container ${workload}` });
  return neighbor;
}

export function removeNeighbor(world: World, neighbor: NeighborPod): void {
  const index = world.neighbors.indexOf(neighbor);
  if (index < 0) return;
  world.neighbors.splice(index, 1);
  const { name, namespace, node, workload } = neighbor;
  const message = `Stopping container ${workload}`;
  recordEvent(world, {
    type: 'Normal',
    kind: 'Pod',
    name,
    namespace,
    node: node.spec.name,
    source: 'kubelet',
    reason: 'Killing',
    message,
  });
}
