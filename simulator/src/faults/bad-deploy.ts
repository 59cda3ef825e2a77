import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { type CreateFault, chooseService, entityName } from '../fault.ts';
import { releaseNext, startRollout } from '../rollout.ts';
import { soundBehavior } from '../world.ts';

const CANDIDATES = ['web', 'catalog', 'cart', 'checkout', 'payments', 'orders', 'inventory'];

/**
 * A release with a defect. Usual: a share of its requests fails, or its process ends soon after the start. Changed: it
 * needs several times the processor.
 */
export const badDeploy: CreateFault = (world, draw) => {
  const { random, plan, changed } = draw;
  const service = chooseService(world, draw, CANDIDATES);
  const entity = entityName(world, service.spec.name);
  const variant = plan.variant ?? (changed ? 'slow-release' : random.pick(['failing-requests', 'crashing-process']));
  const before = service.version;
  const version = releaseNext(service);
  const tooCostly = 1.3 / Math.max(0.02, service.flow.utilization);
  service.behaviors.set(version, {
    ...soundBehavior,
    ...(variant === 'failing-requests' && { errorShare: Math.exp(random.between(Math.log(0.05), 0)) }),
    ...(variant === 'crashing-process' && { crashesAfterS: random.between(4, 15) }),
    ...(variant === 'slow-release' && { cpuFactor: tooCostly }),
  });
  startRollout(world, service, version);
  const slo = [
    { failure: 'slo_availability', entity },
    { failure: 'slo_latency', entity },
  ] as const;
  return {
    variant,
    rootCause: entity,
    expects:
      variant === 'crashing-process'
        ? [{ failure: 'crash_loop', entity }]
        : variant === 'slow-release'
          ? [slo[1], slo[0]]
          : slo,
    repair: () => startRollout(world, service, before),
    repairAfter: plan.repairAfter ?? random.between(5, 20) * MINUTE,
    givesUpAfter: HOUR,
  };
};
