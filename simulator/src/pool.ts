import type { PoolSpec } from './cluster.ts';
import { behaviorOf, isReady } from './pods.ts';
import { stepStation } from './queueing.ts';
import type { Random } from './random.ts';
import type { PoolState, ServiceState, World } from './world.ts';

export function createPool(): PoolState {
  return {
    used: 0,
    meanUsed: 0,
    established: 10,
    waiting: 0,
    waitMs: 0,
    lostShare: 0,
    backlog: 0,
    usedBy: new Map(),
    waitingBy: new Map(),
  };
}

/** What one caller asks of a pool: calls a second, and for how long each keeps a connection. */
export interface PoolDemand {
  readonly caller: ServiceState;
  ratePerS: number;
  connectionS: number;
}

/** An idle pool keeps a few connections open. */
const IDLE_CONNECTIONS = 10;

/** Connections that were taken and never given back shrink the pool for everybody else. */
export function stepPool(
  pool: PoolState,
  spec: PoolSpec,
  demands: readonly PoolDemand[],
  dtS: number,
  random: Random,
): void {
  let leaked = 0;
  let arrivalsPerS = 0;
  let wanted = 0;
  for (const { caller, ratePerS, connectionS } of demands) {
    leaked += leakedBy(caller);
    arrivalsPerS += ratePerS;
    wanted += ratePerS * connectionS;
  }
  const station = stepStation({
    arrivalsPerS,
    serviceS: arrivalsPerS > 0 ? wanted / arrivalsPerS : 0.001,
    servers: Math.max(0, spec.limit - leaked),
    patienceS: spec.acquireTimeoutMs / 1_000,
    backlog: pool.backlog,
    dtS,
  });
  const full = station.backlog > 0 || station.lostShare === 1;
  const busy = full ? spec.limit - leaked : Math.min(spec.limit - leaked, random.poisson(station.busy));
  pool.used = Math.min(spec.limit, leaked + busy);
  pool.meanUsed = leaked + station.busy;
  pool.established = Math.min(spec.limit, Math.max(IDLE_CONNECTIONS, pool.used, pool.established - dtS / 60));
  pool.waiting = Math.round(station.waiting);
  pool.waitMs = station.waitS * 1_000;
  pool.lostShare = station.lostShare;
  pool.backlog = station.backlog;
  for (const { caller, ratePerS, connectionS } of demands) {
    const share = wanted > 0 ? (ratePerS * connectionS) / wanted : 0;
    pool.usedBy.set(caller.spec.name, leakedBy(caller) + busy * share);
    pool.waitingBy.set(caller.spec.name, station.waiting * (arrivalsPerS > 0 ? ratePerS / arrivalsPerS : 0));
  }
}

export function leakedBy(service: ServiceState): number {
  let leaked = 0;
  for (const pod of service.pods) leaked += Math.floor(pod.leakedConnections);
  return leaked;
}

/** A request can only lose a connection that it got. Fractions are kept: every so many requests lose one. */
export function leakConnections(world: World, dtS: number): void {
  for (const service of world.services.values()) {
    for (const pod of service.pods) {
      const behavior = behaviorOf(pod);
      if (behavior.leakedConnectionsPerRequest <= 0 || !isReady(pod)) continue;
      const store = world.services.get(behavior.leakedPool);
      if (!store?.pool || !store.spec.pool) continue;
      const requests = pod.ratePerS * dtS * (1 - store.pool.lostShare);
      const lost = requests * behavior.leakedConnectionsPerRequest;
      const free = store.spec.pool.limit - allLeaked(world, behavior.leakedPool);
      pod.leakedConnections += Math.max(0, Math.min(lost, free));
    }
  }
}

function allLeaked(world: World, pool: string): number {
  let leaked = 0;
  for (const service of world.services.values()) {
    for (const pod of service.pods) if (behaviorOf(pod).leakedPool === pool) leaked += pod.leakedConnections;
  }
  return leaked;
}
