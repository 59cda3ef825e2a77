import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { type CreateFault, chooseService, entityName } from '../fault.ts';
import { callersOf } from '../flow.ts';

const CANDIDATES = ['payments', 'inventory', 'catalog', 'search'];

/**
 * The name of a workload is gone from the cluster's resolver. Callers forget the address one after the other, as their
 * answers run out, and then find none: the share of failing look-ups grows over the course to all of them. The workload
 * itself is well, and hears of nobody.
 */
export const nameResolution: CreateFault = (world, draw) => {
  const { random, plan } = draw;
  const service = chooseService(world, draw, CANDIDATES);
  const entity = entityName(world, service.spec.name);
  const course = plan.course ?? random.between(3, 12) * MINUTE;
  const callers = callersOf(world, service).map(({ spec }) => entityName(world, spec.name));
  return {
    variant: 'no-such-host',
    rootCause: entity,
    touches: [entity, ...callers],
    expects: [
      { failure: 'dependency_outage', entity },
      ...callers.map((caller) => ({ failure: 'slo_availability', entity: caller }) as const),
    ],
    advance: (_world, elapsed) => {
      service.unresolvedShare = Math.min(1, elapsed / course);
    },
    repair: () => {
      service.unresolvedShare = 0;
    },
    repairAfter: plan.repairAfter ?? random.between(5, 15) * MINUTE,
    givesUpAfter: 2 * course + HOUR,
  };
};
