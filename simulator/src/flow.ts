import type { ClusterSpec } from './cluster.ts';
import { arrivalRate } from './load.ts';
import { readyPods } from './pods.ts';
import type { ServiceState, World } from './world.ts';

/** Requests that one visitor causes at a service, all retries aside. */
export function requestsPerVisitor({ entry, queue, services }: ClusterSpec, service: string): number {
  const rates = new Map<string, number>();
  const add = (name: string, operation: string, rate: number) => {
    const key = `${name} ${operation}`;
    rates.set(key, (rates.get(key) ?? 0) + rate);
  };
  for (const [operation, share] of Object.entries(entry.shares)) add(entry.service, operation, share);
  let total = 0;
  for (const { name, operations } of services) {
    for (const operation of operations) {
      const rate = rates.get(`${name} ${operation.name}`) ?? 0;
      if (name === service) total += rate;
      for (const call of operation.calls) add(call.service, call.operation, rate * call.perRequest);
      if (name !== queue.producer || operation.name !== queue.operation) continue;
      const worker = services.find((other) => other.name === queue.worker)!;
      add(worker.name, worker.operations[0]!.name, rate);
    }
  }
  return total;
}

/** Who calls it directly. */
export function callersOf(world: World, service: ServiceState): ServiceState[] {
  return world.inCallOrder.filter((caller) =>
    caller.operations.some((operation) => operation.calls.some(({ callee }) => callee.service === service)),
  );
}

/** Requests flow down the call graph: every call multiplied by its attempts, every attempt counted where it arrives. */
export function stepFlow(world: World, dtS: number): void {
  for (const service of world.inCallOrder) {
    service.flow.ratePerS = 0;
    for (const operation of service.operations) operation.ratePerS = 0;
  }
  const { entry, queue } = world.spec;
  const visitors = arrivalRate(world.load, world.now, dtS, world.random);
  for (const operation of world.services.get(entry.service)!.operations) {
    const share = entry.shares[operation.spec.name] ?? 0;
    operation.ratePerS = world.random.poisson(visitors * share * dtS) / dtS;
  }
  for (const service of world.inCallOrder) {
    if (service.spec.name === queue.worker) drainQueue(world, service, dtS);
    passOn(service);
    if (service.spec.name === queue.producer) {
      const produced = service.operations.find((operation) => operation.spec.name === queue.operation)!;
      world.queue.arrivedPerS = produced.ratePerS * (1 - produced.failShare);
    }
  }
}

function passOn(service: ServiceState): void {
  for (const operation of service.operations) {
    service.flow.ratePerS += operation.ratePerS;
    for (const [index, call] of operation.calls.entries()) {
      const spec = operation.spec.calls[index]!;
      call.callee.ratePerS += operation.ratePerS * call.reach * spec.perRequest * call.attempts;
    }
  }
}

/** The worker takes what its threads can carry: each is busy for the latency of one message. */
function drainQueue(world: World, worker: ServiceState, dtS: number): void {
  const { queue } = world;
  const operation = worker.operations[0]!;
  const threads = readyPods(worker).length * worker.spec.workersPerPod;
  const busyMs = Math.max(operation.latencyMs, operation.spec.cpuMs + operation.spec.waitMs);
  const capacityPerS = (threads / busyMs) * 1_000;
  const offeredPerS = queue.arrivedPerS + queue.backlog / dtS;
  queue.drainedPerS = Math.min(offeredPerS, capacityPerS);
  queue.backlog = Math.max(0, queue.backlog + (queue.arrivedPerS - queue.drainedPerS) * dtS);
  operation.ratePerS = queue.drainedPerS;
}
