import type { Attributes } from '@foreshock/model/attributes.ts';
import type { ResourceScope } from '@foreshock/model/resource.ts';
import { workloadKeys } from '../workload-keys.ts';

/** Without a workload its pod or container names it. */
const NAMING_KEYS = [...workloadKeys, 'k8s.pod.name', 'k8s.container.name'];

/**
 * Logs and spans that name no service are those of the workload. After entities were resolved: those know workloads
 * without a service name, and a made up one must not make a service of them.
 */
export function fillServiceNames(sources: readonly ResourceScope[]): readonly ResourceScope[] {
  let filled = false;
  const named = sources.map((source) => {
    const name = source.resource.has('service.name') ? undefined : workloadOf(source.resource);
    if (name === undefined) return source;
    filled = true;
    return { ...source, resource: new Map([...source.resource, ['service.name', name]]) };
  });
  return filled ? named : sources;
}

/** Kubernetes events are about an object and of no service. */
function workloadOf(resource: Attributes): string | undefined {
  if (resource.has('k8s.object.kind')) return undefined;
  for (const key of NAMING_KEYS) {
    const name = resource.get(key);
    if (name) return name;
  }
  return undefined;
}
