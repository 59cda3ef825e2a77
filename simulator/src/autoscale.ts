import { MINUTE } from '@foreshock/model/time.ts';
import { createPod, readyPods, recordEvent, removePod } from './pods.ts';
import type { ServiceState, World } from './world.ts';

/** Share of its processor limit that the autoscaler aims at for a pod. */
const TARGET = 0.5;
/** The autoscaler leaves the count alone within a tenth of its target. */
const TOLERANCE = 0.1;
/** It takes pods away only when fewer would have done for this long. */
const CALM = 5 * MINUTE;

export function stepAutoscalers(world: World): void {
  for (const service of world.services.values()) {
    if (service.spec.maxReplicas > service.spec.replicas && !service.rolling) scale(world, service);
  }
}

function scale(world: World, service: ServiceState): void {
  const ready = readyPods(service);
  if (ready.length < service.desiredReplicas) return;
  let used = 0;
  for (const pod of ready) used += pod.cpuUsedCores;
  const ratio = used / (ready.length * service.spec.cpuLimitCores * TARGET);
  const near = Math.abs(ratio - 1) <= TOLERANCE;
  const wanted = near ? ready.length : Math.ceil(ready.length * ratio);
  const desired = Math.max(service.spec.replicas, Math.min(service.spec.maxReplicas, wanted));
  if (desired >= service.desiredReplicas) service.calmSince = world.now;
  if (desired > service.desiredReplicas) {
    resize(world, service, desired);
  } else if (desired < service.desiredReplicas && world.now - service.calmSince >= CALM) {
    resize(world, service, service.desiredReplicas - 1);
  }
}

function resize(world: World, service: ServiceState, replicas: number): void {
  const direction = replicas > service.desiredReplicas ? 'above' : 'below';
  const message = `New size: ${replicas}; reason: cpu resource utilization (percentage of request) ${direction} target`;
  const common = { type: 'Normal', kind: 'HorizontalPodAutoscaler', source: 'horizontal-pod-autoscaler' } as const;
  recordEvent(world, { ...common, reason: 'SuccessfulRescale', message, name: service.spec.name });
  service.desiredReplicas = replicas;
  while (service.pods.length < replicas) createPod(world, service, service.version);
  while (service.pods.length > replicas) removePod(world, service.pods.at(-1)!);
}
