import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { type CreateFault, chooseService, entityName, type FaultCourse, type FaultDraw } from '../fault.ts';
import { requestsPerVisitor } from '../flow.ts';
import { expectedRate } from '../load.ts';
import { releaseNext, startRollout } from '../rollout.ts';
import { type ServiceState, soundBehavior, type World } from '../world.ts';

/** Who calls which pool. */
const LEAKERS: Readonly<Record<string, string>> = {
  cart: 'checkout-db',
  checkout: 'checkout-db',
  orders: 'checkout-db',
  catalog: 'catalog-db',
  inventory: 'catalog-db',
};

/**
 * The connections of a data store run out. `leaked-connections`: a release of a client takes some and never gives them
 * back; the client is the cause. `slow-queries`: queries of the data store itself take longer and longer, as with a
 * missing index on a growing table; the data store is the cause.
 */
export const poolExhaustion: CreateFault = (world, draw) => {
  const variant = draw.plan.variant ?? draw.random.pick(['leaked-connections', 'slow-queries']);
  return variant === 'slow-queries' ? slowQueries(world, draw) : leakedConnections(world, draw);
};

function courseMinutes(draw: FaultDraw): number {
  return draw.plan.course ? draw.plan.course / MINUTE : Math.exp(draw.random.between(Math.log(12), Math.log(110)));
}

function leakedConnections(world: World, draw: FaultDraw): FaultCourse {
  const { random, plan, changed } = draw;
  const client = chooseService(world, draw, Object.keys(LEAKERS));
  const pool = LEAKERS[client.spec.name];
  if (!pool) throw new Error(`${client.spec.name} keeps no connections that it could leak`);
  const store = world.services.get(pool)!;
  const minutes = courseMinutes(draw);
  const halfway = expectedRate(world.load, world.now + (minutes * MINUTE) / 2);
  const atEnd = expectedRate(world.load, world.now + minutes * MINUTE);
  const growth = atEnd / (expectedRate(world.load, world.now) * world.load.factor);
  const free = store.spec.pool!.limit - store.pool!.meanUsed * growth;
  const perRequest = free / (minutes * 60 * halfway * requestsPerVisitor(world.spec, client.spec.name));
  const before = client.version;
  const version = releaseNext(client);
  const leak = (factor: number) => {
    const leakedConnectionsPerRequest = perRequest * factor;
    client.behaviors.set(version, { ...soundBehavior, leakedConnectionsPerRequest, leakedPool: pool });
  };
  leak(1);
  startRollout(world, client, version);
  // Changed: only an error path leaks, and it is taken in bursts.
  const burstMs = random.between(6, 15) * MINUTE;
  return {
    variant: 'leaked-connections',
    rootCause: entityName(world, client.spec.name),
    expects: [{ failure: 'pool_exhausted', entity: entityName(world, pool) }],
    ...(changed && { advance: (_world, elapsed) => leak(elapsed % burstMs < burstMs * 0.3 ? 3.3 : 0) }),
    repair: () => startRollout(world, client, before),
    repairAfter: plan.repairAfter ?? random.between(6, 20) * MINUTE,
    givesUpAfter: minutes * MINUTE * 2 + HOUR,
  };
}

function slowQueries(world: World, draw: FaultDraw): FaultCourse {
  const { random, plan, changed } = draw;
  const store = chooseService(world, draw, ['checkout-db', 'catalog-db']);
  const entity = entityName(world, store.spec.name);
  const minutes = courseMinutes(draw);
  const queryMs = meanWaitMs(store);
  const neededMs = (store.spec.pool!.limit / Math.max(1, store.flow.ratePerS)) * 1_000;
  const full = Math.max(2, neededMs / queryMs);
  // Usual: the table grows steadily. Changed: the plan flips back and forth and is bad more and more often.
  const power = changed ? random.between(2, 3) : random.between(1, 1.4);
  return {
    variant: 'slow-queries',
    rootCause: entity,
    expects: [{ failure: 'pool_exhausted', entity }],
    advance: (_world, elapsed) => {
      const progress = Math.min(1.6, elapsed / (minutes * MINUTE));
      const flips = changed ? random.between(0.6, 1.4) : 1;
      store.waitFactor = 1 + (full - 1) * progress ** power * flips;
    },
    repair: () => {
      store.waitFactor = 1;
    },
    repairAfter: plan.repairAfter ?? random.between(6, 20) * MINUTE,
    givesUpAfter: minutes * MINUTE * 2 + HOUR,
  };
}

function meanWaitMs(store: ServiceState): number {
  let sum = 0;
  let rate = 0;
  for (const { ratePerS, spec } of store.operations) {
    sum += ratePerS * spec.waitMs;
    rate += ratePerS;
  }
  return rate > 0 ? sum / rate : 2;
}
