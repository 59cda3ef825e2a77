import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { type CreateFault, chooseService, entityName } from '../fault.ts';
import { requestsPerVisitor } from '../flow.ts';
import { expectedRate } from '../load.ts';
import { releaseNext, startRollout } from '../rollout.ts';
import { soundBehavior } from '../world.ts';

const CANDIDATES = ['checkout', 'payments', 'catalog', 'recommendations', 'orders', 'inventory', 'cart', 'email'];

/**
 * Memory that requests keep for ever, until the kernel kills the pod; after the restart it begins again. Usual: a
 * constant share of the requests, 0.2 to 5 % of the limit a minute. Changed: it comes with a release and grows with
 * what has been kept already, as a cache without a bound does.
 */
export const memoryLeak: CreateFault = (world, draw) => {
  const { random, plan, changed } = draw;
  const service = chooseService(world, draw, CANDIDATES);
  const entity = entityName(world, service.spec.name);
  const { limitBytes, baseBytes } = service.spec.memory;
  const fromMinutes = plan.course ? plan.course / MINUTE : Math.exp(random.between(Math.log(12), Math.log(240)));
  const before = service.version;
  const version = changed ? releaseNext(service) : before;
  // The load of the coming hours is what fills the memory: take the middle of the course.
  const halfway = expectedRate(world.load, world.now + (fromMinutes * MINUTE) / 2);
  const perPodPerS = (halfway * requestsPerVisitor(world.spec, service.spec.name)) / service.pods.length;
  const bytesPerRequest = (limitBytes - baseBytes) / (fromMinutes * 60 * perPodPerS);
  const leak = (factor: number) => {
    service.behaviors.set(version, { ...soundBehavior, leakBytesPerRequest: bytesPerRequest * factor });
  };
  if (changed) startRollout(world, service, version);
  leak(changed ? 0.35 : 1);
  return {
    variant: changed ? 'growing-cache' : 'steady-leak',
    rootCause: entity,
    expects: [
      { failure: 'out_of_memory', entity },
      { failure: 'crash_loop', entity },
    ],
    ...(changed && {
      advance: () => {
        const fullest = Math.max(...service.pods.map((pod) => pod.leakedBytes));
        leak(0.35 + 2.2 * (fullest / (limitBytes - baseBytes)));
      },
    }),
    repair: () => {
      service.behaviors.delete(version);
      if (changed) startRollout(world, service, before);
      for (const pod of service.pods) pod.leakedBytes = 0;
    },
    repairAfter: plan.repairAfter ?? random.between(8, 30) * MINUTE,
    givesUpAfter: fromMinutes * MINUTE * 2 + HOUR,
  };
};
