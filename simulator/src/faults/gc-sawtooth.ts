import { HOUR } from '@foreshock/model/time.ts';
import { type CreateFault, chooseService } from '../fault.ts';

/** The collector is told to wait until 92 % of the limit: memory that looks like a leak and never is. */
export const gcSawtooth: CreateFault = (world, draw) => {
  const service = chooseService(world, draw, ['checkout', 'payments', 'catalog', 'search']);
  service.collectAt = 0.92;
  return {
    variant: 'collects-at-92',
    rootCause: '',
    expects: [],
    repair: () => {
      service.collectAt = undefined;
    },
    repairAfter: 0,
    givesUpAfter: draw.plan.course ?? draw.random.between(2, 6) * HOUR,
  };
};
