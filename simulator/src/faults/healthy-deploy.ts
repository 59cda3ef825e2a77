import { MINUTE } from '@foreshock/model/time.ts';
import { type CreateFault, chooseService } from '../fault.ts';
import { releaseNext, startRollout } from '../rollout.ts';

const CANDIDATES = [
  'web',
  'catalog',
  'cart',
  'checkout',
  'payments',
  'orders',
  'inventory',
  'recommendations',
  'email',
];

/** A release as it should be: new image, new pods, nothing else. It stays. */
export const healthyDeploy: CreateFault = (world, draw) => {
  const service = chooseService(world, draw, CANDIDATES);
  startRollout(world, service, releaseNext(service));
  return {
    variant: 'release',
    rootCause: '',
    expects: [],
    repair: () => {},
    repairAfter: 0,
    givesUpAfter: 30 * MINUTE,
  };
};
