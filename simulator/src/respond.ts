import { isExpired } from './certificate.ts';
import { isFull } from './disk.ts';
import { behaviorOf, isReady } from './pods.ts';
import { type PoolDemand, stepPool } from './pool.ts';
import { processorTimeMs } from './processor.ts';
import { stepStation } from './queueing.ts';
import { retryCalls, shareSlowerThan } from './retry.ts';
import type { Cause, OperationState, ServiceState, World } from './world.ts';

/**
 * Latency and failure rise from the leaves of the call graph to its root: what a callee took and how often it failed
 * in this step is what its callers waited for and failed by.
 */
export function stepResponses(world: World, dtS: number): void {
  const demands = poolDemands(world);
  for (let index = world.inCallOrder.length - 1; index >= 0; index--) {
    const service = world.inCallOrder[index]!;
    if (service.pool && service.spec.pool) {
      const asked = demands.get(service.spec.name) ?? [];
      // A connection is taken for as long as the query takes, processor and disk, and then for the transaction's rest.
      for (const demand of asked) demand.connectionS += meanQueryS(service);
      stepPool(service.pool, service.spec.pool, asked, dtS, world.random);
    }
    stepService(world, service, dtS);
  }
}

/** Spread of a request's own time around its mean, as the deviation of its logarithm. */
export const LATENCY_SPREAD = 0.45;
/** What no operator ever finds out: a reset connection, a cosmic ray. */
const SPORADIC_SHARE = 1e-5;
/** How long a request waits for a free worker before its caller hangs up. */
const WORKER_PATIENCE_S = 2.5;
/** A resolver asks with every search domain before it says that there is no such name. */
export const UNRESOLVED_MS = 12;
/** A refused connection, a failed handshake. */
const REFUSED_MS = 3;

function poolDemands(world: World): Map<string, PoolDemand[]> {
  const demands = new Map<string, PoolDemand[]>();
  for (const caller of world.inCallOrder) {
    for (const operation of caller.operations) {
      for (const [index, call] of operation.calls.entries()) {
        const store = call.callee.service;
        if (!store.pool) continue;
        const spec = operation.spec.calls[index]!;
        const rate = operation.ratePerS * call.reach * spec.perRequest * call.attempts;
        const list = demands.get(store.spec.name) ?? [];
        demands.set(store.spec.name, list);
        const known = list.find((demand) => demand.caller === caller);
        const holdS = spec.holdMs / 1_000;
        if (known) {
          const total = known.ratePerS + rate;
          if (total > 0) known.connectionS = (known.connectionS * known.ratePerS + holdS * rate) / total;
          known.ratePerS = total;
        } else {
          list.push({ caller, ratePerS: rate, connectionS: holdS });
        }
      }
    }
  }
  return demands;
}

function meanQueryS(store: ServiceState): number {
  let sum = 0;
  let rate = 0;
  for (const { ratePerS, spec } of store.operations) {
    sum += ratePerS * (processorTimeMs(store, spec.cpuMs) + spec.waitMs * store.waitFactor);
    rate += ratePerS;
  }
  return rate > 0 ? sum / rate / 1_000 : 0.003;
}

function stepService(world: World, service: ServiceState, dtS: number): void {
  const { flow, spec } = service;
  let ready = 0;
  let defects = 0;
  for (const pod of service.pods) {
    if (!isReady(pod)) continue;
    ready++;
    defects += behaviorOf(pod).errorShare;
  }
  const local: { cause: Cause; share: number; ms: number }[] = [];
  const refused = ready === 0 ? 1 : Math.min(1, flow.diedShare);
  if (service.unresolvedShare > 0)
    local.push({ cause: 'unresolved', share: service.unresolvedShare, ms: UNRESOLVED_MS });
  if (isExpired(service.certificate, world.now)) local.push({ cause: 'certificate', share: 1, ms: REFUSED_MS });
  if (refused > 0) local.push({ cause: 'refused', share: refused, ms: REFUSED_MS });
  if (service.pool && service.pool.lostShare > 0) {
    local.push({ cause: 'pool-timeout', share: service.pool.lostShare, ms: spec.pool!.acquireTimeoutMs });
  }
  const waitedOut = 1 - (1 - flow.cpuLostShare) * (1 - flow.workerLostShare);
  if (ready > 0 && waitedOut > 1e-9) local.push({ cause: 'timeout', share: waitedOut, ms: WORKER_PATIENCE_S * 1_000 });
  if (ready > 0 && defects > 0) local.push({ cause: 'defect', share: defects / ready, ms: spec.operations[0]!.cpuMs });
  if (spec.role !== 'datastore') local.push({ cause: 'sporadic', share: SPORADIC_SHARE, ms: 5 });
  const full = service.volume && spec.volume && isFull(service.volume, spec.volume);

  let residenceMs = 0;
  for (const operation of service.operations) {
    respond(
      operation,
      full && operation.spec.writeBytes > 0 ? [...local, { cause: 'disk-full', share: 1, ms: 4 }] : local,
    );
    const mean = operation.latencyMs * (1 - operation.failShare) + operation.failLatencyMs * operation.failShare;
    residenceMs += mean * operation.ratePerS;
  }
  const residenceS = flow.ratePerS > 0 ? residenceMs / flow.ratePerS / 1_000 : 0;
  const workers = stepStation({
    arrivalsPerS: flow.ratePerS,
    serviceS: Math.max(1e-4, residenceS - flow.workerWaitMs / 1_000),
    servers: Math.max(1, ready) * spec.workersPerPod,
    patienceS: WORKER_PATIENCE_S,
    backlog: flow.workerBacklog,
    dtS,
  });
  flow.inFlight = flow.ratePerS * residenceS;
  flow.workerWaitMs = ready > 0 ? workers.waitS * 1_000 : 0;
  flow.workerLostShare = workers.lostShare;
  flow.workerBacklog = workers.backlog;
  flow.diedShare = 0;
}

function respond(operation: OperationState, local: readonly { cause: Cause; share: number; ms: number }[]): void {
  const { service, spec } = operation;
  operation.causes = [];
  let alive = 1;
  let failedMs = 0;
  for (const { cause, share, ms } of local) {
    const failing = alive * share;
    if (failing <= 0) continue;
    operation.causes.push({ cause, call: -1, share: failing });
    failedMs += failing * ms;
    alive -= failing;
  }
  const own = processorTimeMs(service, spec.cpuMs) + spec.waitMs * service.waitFactor + service.flow.workerWaitMs;
  let elapsedMs = own + (service.pool?.waitMs ?? 0);
  for (const [index, call] of operation.calls.entries()) {
    const callSpec = spec.calls[index]!;
    const { callee } = call;
    const retries = service.retries ?? callSpec.retries;
    const slow = shareSlowerThan(callee.latencyMs, callSpec.timeoutMs, LATENCY_SPREAD);
    call.timeoutShare = slow * (1 - callee.failShare);
    call.attemptFailShare = Math.min(1, callee.failShare + call.timeoutShare);
    const { attempts, failShare } = retryCalls(call.attemptFailShare, retries);
    call.attempts = attempts;
    call.reach = alive;
    const failedCallMs =
      call.attemptFailShare > 0
        ? (callee.failShare * Math.min(callee.failLatencyMs, callSpec.timeoutMs) +
            call.timeoutShare * callSpec.timeoutMs) /
          call.attemptFailShare
        : 0;
    // A share of 0.5 calls per request: half of the requests make the call.
    const makes = Math.min(1, callSpec.perRequest);
    const inARow = Math.max(1, callSpec.perRequest);
    call.latencyMs = Math.min(callee.latencyMs, callSpec.timeoutMs) + (attempts - 1) * failedCallMs;
    const anyFails = makes * (1 - (1 - failShare) ** inARow);
    call.failShare = anyFails;
    if (callSpec.optional) {
      elapsedMs += makes * inARow * ((1 - failShare) * call.latencyMs + failShare * attempts * failedCallMs);
      continue;
    }
    const failing = alive * anyFails;
    if (failing > 1e-12) {
      operation.causes.push({ cause: 'call', call: index, share: failing });
      failedMs += failing * (elapsedMs + (retries + 1) * failedCallMs);
      alive -= failing;
    }
    elapsedMs += makes * inARow * call.latencyMs;
  }
  operation.latencyMs = elapsedMs;
  operation.failShare = 1 - alive;
  operation.failLatencyMs = 1 - alive > 0 ? failedMs / (1 - alive) : 0;
}
