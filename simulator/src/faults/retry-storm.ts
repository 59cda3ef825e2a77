import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { type CreateFault, chooseService, entityName } from '../fault.ts';
import type { ServiceState, World } from '../world.ts';

const CANDIDATES = ['inventory', 'payments', 'search'];

/**
 * A callee slows down, its callers time out and try again, and the load multiplies. Usual: its processor cost grows
 * until the queue outlasts the callers' patience. Changed: what it waits for (a provider, a disk) slows down at once.
 */
export const retryStorm: CreateFault = (world, draw) => {
  const { random, plan, changed } = draw;
  const callee = chooseService(world, draw, CANDIDATES);
  const entity = entityName(world, callee.spec.name);
  const callers = callersOf(world, callee);
  const rampMinutes = plan.course ? plan.course / MINUTE : random.between(3, 18);
  const overload = random.between(1.1, 1.4);
  const costAtLimit = overload / Math.max(0.02, callee.flow.utilization);
  const timeoutMs = Math.min(...callers.flatMap((caller) => timeouts(caller, callee)));
  const waitMs = Math.max(...callee.operations.map((operation) => operation.spec.waitMs));
  const waitAtLimit = (timeoutMs / waitMs) * random.between(1.1, 1.8);
  for (const caller of callers) caller.retries = random.whole(2, 4);
  return {
    variant: changed ? 'slow-dependency' : 'costly-requests',
    rootCause: entity,
    expects: [
      { failure: 'dependency_outage', entity },
      { failure: 'slo_availability', entity: '' },
    ],
    advance: (_world, elapsed) => {
      const progress = Math.min(1, elapsed / (rampMinutes * MINUTE));
      if (changed) callee.waitFactor = progress < 0.5 ? 1 + 0.3 * (waitAtLimit - 1) : waitAtLimit;
      else callee.costFactor = 1 + (costAtLimit - 1) * progress;
    },
    repair: () => {
      callee.costFactor = 1;
      callee.waitFactor = 1;
      for (const caller of callers) caller.retries = undefined;
    },
    repairAfter: plan.repairAfter ?? random.between(6, 20) * MINUTE,
    givesUpAfter: 2 * HOUR,
  };
};

function callersOf(world: World, callee: ServiceState): ServiceState[] {
  return world.inCallOrder.filter((service) => timeouts(service, callee).length > 0);
}

function timeouts(caller: ServiceState, callee: ServiceState): number[] {
  const calls = caller.spec.operations.flatMap((operation) => operation.calls);
  return calls.filter((call) => call.service === callee.spec.name).map((call) => call.timeoutMs);
}
