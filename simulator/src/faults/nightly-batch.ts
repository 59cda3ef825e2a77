import { MINUTE } from '@foreshock/model/time.ts';
import { drainableNodes } from '../drain.ts';
import type { CreateFault } from '../fault.ts';
import { addNeighbor, removeNeighbor } from '../neighbor.ts';

/** A well-behaved batch job: much work, small request, so that everybody else keeps what they need. */
export const nightlyBatch: CreateFault = (world, draw) => {
  const { random, plan } = draw;
  const node = random.pick(drainableNodes(world));
  const job = addNeighbor(world, {
    workload: 'nightly-export',
    namespace: 'batch',
    node,
    wantsCores: random.between(4, 6),
    requestCores: 0.25,
    random,
  });
  return {
    variant: 'export',
    rootCause: '',
    expects: [],
    repair: () => removeNeighbor(world, job),
    repairAfter: 0,
    givesUpAfter: plan.course ?? random.between(20, 60) * MINUTE,
  };
};
