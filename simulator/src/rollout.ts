import { createPod, readyPods, recordEvent, removePod, replicaSetName } from './pods.ts';
import type { ServiceState, World } from './world.ts';

/** Begins a rolling update; `stepRollouts` carries it on. */
export function startRollout(world: World, service: ServiceState, version: string): void {
  service.version = version;
  service.rolling = true;
  const replicaSet = replicaSetName(service, version, world.random);
  const message = `Scaled up replica set ${replicaSet} to 1`;
  const name = service.spec.name;
  recordEvent(world, {
    type: 'Normal',
    kind: 'Deployment',
    source: 'deployment-controller',
    reason: 'ScalingReplicaSet',
    message,
    name,
  });
}

/** The next release: `v42` after `v41`, `2.31.1` after `2.31.0`. */
export function releaseNext(service: ServiceState): string {
  const { newestVersion } = service;
  service.newestVersion = newestVersion.replace(/\d+$/, (last) => String(Number(last) + 1));
  return service.newestVersion;
}

/** One pod more than desired at a time, and none is taken away before its successor is ready. */
export function stepRollouts(world: World): void {
  for (const service of world.services.values()) {
    if (!service.rolling) continue;
    const old = service.pods.filter((pod) => pod.version !== service.version);
    const fresh = service.pods.length - old.length;
    if (readyPods(service).length > service.desiredReplicas || fresh >= service.desiredReplicas) {
      const unready = old.find((pod) => pod.state !== 'running');
      const leaving = unready ?? old[0];
      if (leaving && readyPods(service).length > service.desiredReplicas - (unready ? 1 : 0)) removePod(world, leaving);
    }
    if (fresh < service.desiredReplicas && service.pods.length <= service.desiredReplicas) {
      createPod(world, service, service.version);
    }
    service.rolling = service.pods.some((pod) => pod.version !== service.version) || fresh < service.desiredReplicas;
  }
}
