import { createPod, isReady, recordEvent, removePod } from './pods.ts';
import type { NodeState, PodState, World } from './world.ts';

/** Nodes whose pods can all move: no stateful one is bound to a volume there. */
export function drainableNodes(world: World): NodeState[] {
  return world.nodes.filter((node) => !podsOn(world, node).some((pod) => pod.service.spec.kind === 'statefulset'));
}

export function podsOn(world: World, node: NodeState): PodState[] {
  return [...world.services.values()].flatMap((service) => service.pods.filter((pod) => pod.node === node));
}

export function cordon(world: World, node: NodeState): void {
  node.cordoned = true;
  nodeEvent(world, node, 'NodeNotSchedulable');
}

export function uncordon(world: World, node: NodeState): void {
  node.cordoned = false;
  nodeEvent(world, node, 'NodeSchedulable');
}

function nodeEvent(world: World, node: NodeState, reason: string): void {
  const { name } = node.spec;
  const message = `Node ${name} status is now: ${reason}`;
  recordEvent(world, { type: 'Normal', kind: 'Node', source: 'kubelet', reason, message, name, node: name });
}

/** Moves pods away from a cordoned node, none before its replacement is ready: the disruption budget allows no gap. */
export function stepDrain(world: World, node: NodeState): void {
  for (const pod of podsOn(world, node)) {
    const { service } = pod;
    if (service.rolling) continue;
    const elsewhere = service.pods.filter((other) => other.node !== node && isReady(other)).length;
    if (elsewhere >= service.desiredReplicas) removePod(world, pod);
    else if (service.pods.length <= service.desiredReplicas) createPod(world, service, service.version);
  }
}
