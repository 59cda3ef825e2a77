import { MINUTE } from '@foreshock/model/time.ts';
import { cordon, drainableNodes, stepDrain, uncordon } from '../drain.ts';
import type { CreateFault } from '../fault.ts';

/** A node is emptied for maintenance, one pod after the other, and comes back. */
export const drain: CreateFault = (world, draw) => {
  const node = draw.random.pick(drainableNodes(world));
  cordon(world, node);
  return {
    variant: 'maintenance',
    rootCause: '',
    expects: [],
    advance: () => stepDrain(world, node),
    repair: () => uncordon(world, node),
    repairAfter: 0,
    givesUpAfter: draw.plan.course ?? draw.random.between(15, 40) * MINUTE,
  };
};
