import { HOUR, type Timestamp } from '@foreshock/model/time.ts';
import { createCertificate } from './certificate.ts';
import type { ClusterSpec, ServiceSpec } from './cluster.ts';
import { createVolume } from './disk.ts';
import { createLoad } from './load.ts';
import { createPod } from './pods.ts';
import { createPool } from './pool.ts';
import type { Random } from './random.ts';
import type { CallState, NodeState, OperationState, ServiceState, World } from './world.ts';

/** A cluster that has been running quietly for a while: every pod ready, volumes part full, certificates part used. */
export function createWorld(spec: ClusterSpec, start: Timestamp, random: Random): World {
  const services = new Map<string, ServiceState>();
  for (const service of spec.services) services.set(service.name, createService(service, start, random));
  for (const service of services.values()) connectCalls(service, services);
  const world: World = {
    spec,
    services,
    inCallOrder: [...services.values()],
    nodes: spec.nodes.map((node) => ({
      spec: node,
      cordoned: false,
      cpuUsedCores: 0,
      diskUsedBytes: node.diskBytes * random.between(0.35, 0.5),
    })),
    load: createLoad(spec.entry.meanPerS, random.fork('load')),
    neighbors: [],
    queue: { backlog: 0, arrivedPerS: 0, drainedPerS: 0 },
    events: [],
    random,
    now: start,
  };
  placePods(world);
  world.events.length = 0;
  return world;
}

/** Data stores share the first nodes, so that others can be drained. */
function placePods(world: World): void {
  const stateful = world.inCallOrder.filter((service) => service.spec.kind === 'statefulset');
  const homes: readonly NodeState[] = world.nodes.slice(0, 3);
  for (const [index, service] of stateful.entries()) placeAll(world, service, homes[index % homes.length]);
  for (const service of world.inCallOrder) if (service.spec.kind === 'deployment') placeAll(world, service);
}

function placeAll(world: World, service: ServiceState, node?: NodeState): void {
  for (let count = 0; count < service.spec.replicas; count++) {
    const pod = createPod(world, service, service.version, node);
    pod.state = 'running';
    pod.startedAt = world.now - Math.round(world.random.between(2, 200)) * HOUR;
    pod.readyAt = pod.startedAt + service.spec.startupMs;
    const { garbageBytesPerRequest, limitBytes, baseBytes, collectAt } = service.spec.memory;
    if (garbageBytesPerRequest > 0) pod.garbageBytes = world.random.next() * (collectAt * limitBytes - baseBytes);
  }
}

function createService(spec: ServiceSpec, start: Timestamp, random: Random): ServiceState {
  const own = random.fork(`service/${spec.name}`);
  const operations: OperationState[] = [];
  const service: ServiceState = {
    spec,
    operations,
    pods: [],
    version: spec.version,
    newestVersion: spec.version,
    rolling: false,
    desiredReplicas: spec.replicas,
    behaviors: new Map(),
    retries: undefined,
    costFactor: 1,
    waitFactor: 1,
    unresolvedShare: 0,
    collectAt: undefined,
    calmSince: start,
    volume: spec.volume && createVolume(spec.volume, own),
    pool: spec.pool && createPool(),
    certificate: spec.certificate && createCertificate(spec.certificate, start, own),
    flow: {
      ratePerS: 0,
      cpuMs: 0,
      cpuLostShare: 0,
      utilization: 0,
      inFlight: 0,
      workerWaitMs: 0,
      workerLostShare: 0,
      workerBacklog: 0,
      diedShare: 0,
    },
  };
  for (const operation of spec.operations) {
    operations.push({
      spec: operation,
      service,
      calls: [],
      ratePerS: 0,
      latencyMs: 0,
      failLatencyMs: 0,
      failShare: 0,
      causes: [],
    });
  }
  return service;
}

function connectCalls(service: ServiceState, services: ReadonlyMap<string, ServiceState>): void {
  for (const operation of service.operations) {
    for (const { service: name, operation: wanted } of operation.spec.calls) {
      const callee = services.get(name)?.operations.find((other) => other.spec.name === wanted);
      if (!callee) throw new Error(`${service.spec.name} calls ${name} ${wanted}, which the cluster does not have`);
      (operation.calls as CallState[]).push(idleCall(callee));
    }
  }
}

function idleCall(callee: OperationState): CallState {
  return { callee, attempts: 1, attemptFailShare: 0, timeoutShare: 0, failShare: 0, latencyMs: 0, reach: 1 };
}
