import { SECOND } from '@foreshock/model/time.ts';
import { stepAutoscalers } from './autoscale.ts';
import { stepCertificates } from './certificate.ts';
import { stepVolume } from './disk.ts';
import { stepFlow } from './flow.ts';
import { stepHeap } from './memory.ts';
import { behaviorOf, isReady, killContainer, readyPods, recordEvent, stepPods } from './pods.ts';
import { leakConnections } from './pool.ts';
import { stepProcessors } from './processor.ts';
import { stepResponses } from './respond.ts';
import { stepRollouts } from './rollout.ts';
import type { ServiceState, World } from './world.ts';

/** Simulated time moves by this much; short against every time constant but that of a single request. */
export const STEP_S = 10;

/** One step of everything. Faults have set their levers before; nothing below knows of a fault. */
export function stepPhysics(world: World): void {
  stepPods(world);
  stepRollouts(world);
  stepAutoscalers(world);
  stepFlow(world, STEP_S);
  stepProcessors(world, STEP_S);
  stepResponses(world, STEP_S);
  leakConnections(world, STEP_S);
  for (const service of world.inCallOrder) {
    stepMemory(world, service);
    stepDisk(world, service);
  }
  stepCertificates(world);
  world.now += STEP_S * SECOND;
}

function stepMemory(world: World, service: ServiceState): void {
  const ready = readyPods(service).length;
  for (const pod of service.pods) {
    const serving = isReady(pod) && ready > 0;
    const behavior = behaviorOf(pod);
    const survives = stepHeap(pod, {
      spec: service.spec.memory,
      collectAt: service.collectAt ?? service.spec.memory.collectAt,
      requests: world.random.poisson(pod.ratePerS * STEP_S),
      inFlight: serving ? service.flow.inFlight / ready : 0,
      garbageFactor: behavior.garbageFactor,
      leakBytesPerRequest: behavior.leakBytesPerRequest,
      dtS: STEP_S,
    });
    if (!survives) killContainer(world, pod, 'OOMKilled');
  }
}

function stepDisk(world: World, service: ServiceState): void {
  const { volume, spec } = service;
  if (!volume || !spec.volume) return;
  let written = 0;
  for (const operation of service.operations) {
    written += operation.ratePerS * (1 - operation.failShare) * operation.spec.writeBytes * STEP_S;
  }
  const compacted = stepVolume(volume, spec.volume, written, STEP_S);
  if (compacted && spec.runtime === 'jvm') {
    const message = `merged segments of ${spec.volume.claim}`;
    recordEvent(world, {
      type: 'Normal',
      kind: 'StatefulSet',
      source: spec.name,
      reason: 'Compacted',
      message,
      name: spec.name,
    });
  }
}
