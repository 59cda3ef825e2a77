import { shareCores } from './node-cpu.ts';
import { behaviorOf, isReady } from './pods.ts';
import { stepStation } from './queueing.ts';
import type { PodState, ServiceState, World } from './world.ts';

/** A pod that serves nobody still runs timers, probes and exporters. */
const IDLE_CORES = 0.012;
/** Starting a process costs more than running it. */
const STARTING_CORES = 0.6;
/** After this long in the run queue a request has been given up by its caller. */
const PATIENCE_S = 2.5;
/** The kubelet and the system daemons. */
const SYSTEM_CORES = 0.25;

/** Shares every node's processor between its pods and lets requests wait for it. */
export function stepProcessors(world: World, dtS: number): void {
  for (const service of world.inCallOrder) {
    service.flow.cpuMs = processorMs(service);
    spreadLoad(service);
  }
  for (const node of world.nodes) {
    const pods: PodState[] = [];
    for (const service of world.inCallOrder) for (const pod of service.pods) if (pod.node === node) pods.push(pod);
    const neighbors = world.neighbors.filter((neighbor) => neighbor.node === node);
    const claims = pods.map((pod) => ({
      wantsCores: wantedCores(pod, dtS),
      limitCores: pod.service.spec.cpuLimitCores,
      requestCores: pod.service.spec.cpuRequestCores,
    }));
    for (const { wantsCores, requestCores } of neighbors) {
      claims.push({ wantsCores, limitCores: node.spec.cores, requestCores });
    }
    const shares = shareCores(claims, node.spec.cores - SYSTEM_CORES);
    let used = SYSTEM_CORES;
    for (const [index, pod] of pods.entries()) {
      pod.availableCores = Math.max(0.01, shares[index]!);
      stepPodProcessor(pod, dtS);
      pod.cpuUsedCores *= 1 + 0.03 * world.random.normal();
      used += pod.cpuUsedCores;
    }
    for (const [index, neighbor] of neighbors.entries()) {
      neighbor.usedCores = Math.min(neighbor.wantsCores, shares[pods.length + index]!);
      used += neighbor.usedCores;
    }
    node.cpuUsedCores = Math.min(node.spec.cores, used);
  }
  for (const service of world.inCallOrder) summarize(service);
}

/** Mean processor time of one request of the service, by the mix of its operations. */
function processorMs(service: ServiceState): number {
  let cost = 0;
  let rate = 0;
  for (const operation of service.operations) {
    cost += operation.ratePerS * operation.spec.cpuMs;
    rate += operation.ratePerS;
  }
  const mean = rate > 0 ? cost / rate : service.operations[0]!.spec.cpuMs;
  return mean * service.costFactor;
}

function requestS(pod: PodState): number {
  return (pod.service.flow.cpuMs / 1_000) * behaviorOf(pod).cpuFactor;
}

function spreadLoad(service: ServiceState): void {
  let weights = 0;
  for (const pod of service.pods) if (isReady(pod)) weights += pod.weight;
  for (const pod of service.pods) {
    pod.ratePerS = isReady(pod) ? (service.flow.ratePerS * pod.weight) / weights : 0;
  }
}

function wantedCores(pod: PodState, dtS: number): number {
  if (pod.state === 'backoff') return 0;
  if (pod.state === 'starting') return STARTING_CORES;
  const work = (pod.ratePerS + pod.cpuBacklog / dtS) * requestS(pod);
  return (IDLE_CORES + work) / (1 - pod.collectorShare);
}

function stepPodProcessor(pod: PodState, dtS: number): void {
  const usable = pod.availableCores * (1 - pod.collectorShare);
  const station = stepStation({
    arrivalsPerS: pod.ratePerS,
    serviceS: requestS(pod),
    servers: isReady(pod) ? usable : 0,
    patienceS: PATIENCE_S,
    backlog: pod.cpuBacklog,
    dtS,
  });
  pod.cpuBacklog = station.backlog;
  pod.cpuWaitMs = station.waitS * 1_000;
  pod.cpuLostShare = station.lostShare;
  pod.cpuUsedCores = Math.min(pod.availableCores, wantedCores(pod, dtS));
}

function summarize(service: ServiceState): void {
  let ready = 0;
  let weights = 0;
  let lost = 0;
  let used = 0;
  for (const pod of service.pods) {
    if (!isReady(pod)) continue;
    ready++;
    weights += pod.weight;
    lost += pod.cpuLostShare * pod.weight;
    used += pod.cpuUsedCores;
  }
  service.flow.cpuLostShare = ready > 0 ? lost / weights : 1;
  service.flow.utilization = ready > 0 ? used / (ready * service.spec.cpuLimitCores) : 0;
}

/** Mean milliseconds on and for the processor, over the ready pods; a pod without a whole core is slower by that. */
export function processorTimeMs(service: ServiceState, cpuMs: number): number {
  let sum = 0;
  let weights = 0;
  for (const pod of service.pods) {
    if (!isReady(pod)) continue;
    const usable = pod.availableCores * (1 - pod.collectorShare);
    const slowdown = usable < 1 ? 1 / usable : 1;
    const spentMs = cpuMs * service.costFactor * behaviorOf(pod).cpuFactor * slowdown;
    sum += pod.weight * (spentMs + pod.cpuWaitMs);
    weights += pod.weight;
  }
  return weights > 0 ? sum / weights : 0;
}
