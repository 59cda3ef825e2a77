import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { podsOn } from '../drain.ts';
import { type CreateFault, entityName } from '../fault.ts';
import { addNeighbor, removeNeighbor } from '../neighbor.ts';
import type { Random } from '../random.ts';
import type { NodeState, World } from '../world.ts';

/**
 * A batch pod of another team lands on a node and takes its processor. Usual: it takes all it can get at once.
 * Changed: it grows in waves.
 */
export const noisyNeighbor: CreateFault = (world, draw) => {
  const { random, plan, changed } = draw;
  const node = busyNode(world, plan.target, random);
  const wants = random.between(12, 24);
  const neighbor = addNeighbor(world, {
    workload: 'report-builder',
    namespace: plan.namespace ?? 'batch',
    node,
    wantsCores: changed ? 1 : wants,
    requestCores: random.between(2, 7),
    random,
  });
  const rampMs = plan.course ?? random.between(6, 20) * MINUTE;
  const waveMs = random.between(10, 25) * MINUTE;
  return {
    variant: changed ? 'waves' : 'takes-all',
    rootCause: `${neighbor.namespace}/${neighbor.workload}`,
    touches: [node.spec.name, ...podsOn(world, node).map((pod) => entityName(world, pod.service.spec.name))],
    expects: [
      { failure: 'slo_latency', entity: '' },
      { failure: 'slo_availability', entity: '' },
    ],
    advance: (_world, elapsed) => {
      const ramp = Math.min(1, elapsed / rampMs);
      const wave = changed ? 0.6 + 0.4 * Math.sin((elapsed / waveMs) * 2 * Math.PI) : 1;
      neighbor.wantsCores = Math.max(1, wants * ramp * wave);
    },
    repair: () => removeNeighbor(world, neighbor),
    repairAfter: plan.repairAfter ?? random.between(8, 25) * MINUTE,
    givesUpAfter: 3 * HOUR,
  };
};

/** One of the three nodes where the most work would suffer: a neighbor on an idle node disturbs nobody. */
function busyNode(world: World, target: string | undefined, random: Random): NodeState {
  const load = (node: NodeState) => {
    let sum = 0;
    for (const pod of podsOn(world, node)) if (!target || pod.service.spec.name === target) sum += pod.cpuUsedCores;
    return sum;
  };
  const busiest = [...world.nodes].sort((a, b) => load(b) - load(a));
  return target ? busiest[0]! : random.pick(busiest.slice(0, 3));
}
