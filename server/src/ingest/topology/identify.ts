import type { Attributes } from '@foreshock/model/attributes.ts';
import type { EntityKind } from '@foreshock/model/entity.ts';
import { workloadKeys } from '../workload-keys.ts';

/** Who a resource is about, by its identifying attributes (OpenTelemetry semantic conventions for k8s and service). */
export interface Identity {
  readonly kind: EntityKind;
  readonly cluster: string;
  readonly namespace: string;
  /** Bare: `checkout-db`, `node-7`. */
  readonly name: string;
  /** `service.name` where it was sent. */
  readonly serviceName: string;
  /** True when the name comes from Kubernetes and not from `service.name` alone. */
  readonly fromWorkload: boolean;
  readonly version: string;
  readonly node: string;
  readonly pod: string;
  /** Of a volume: the workload that mounts it, as far as the resource tells. */
  readonly mountedBy: string;
}

/** Kinds of `k8s.object.kind` whose name is that of the workload itself. */
const WORKLOAD_OBJECTS = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'HorizontalPodAutoscaler',
]);

/**
 * `namespace` is used where the resource names none: Kubernetes events carry it on the record.
 * A resource without any known attribute is about the cluster.
 */
export function identify(resource: Attributes, namespace = ''): Identity {
  const text = (key: string): string => resource.get(key) ?? '';
  const pod = text('k8s.pod.name') || (text('k8s.object.kind') === 'Pod' ? text('k8s.object.name') : '');
  const node = text('k8s.node.name') || text('host.name');
  const serviceName = text('service.name');
  const workload = workloadOf(resource, pod);
  const base = {
    cluster: text('k8s.cluster.name'),
    namespace: text('k8s.namespace.name') || text('service.namespace') || namespace,
    serviceName,
    fromWorkload: workload !== '',
    version: text('service.version') || text('container.image.tag') || text('container.image.tags'),
    node,
    pod,
    mountedBy: '',
  };
  const volume = text('k8s.persistentvolumeclaim.name') || objectName(resource, 'PersistentVolumeClaim');
  if (volume) return { ...base, kind: 'volume', name: volume, mountedBy: workload || serviceName };
  const name = workload || serviceName;
  if (name) return { ...base, kind: serviceName ? 'service' : 'workload', name };
  const nodeName = objectName(resource, 'Node') || node;
  if (nodeName) return { ...base, kind: 'node', namespace: '', name: nodeName };
  if (base.namespace) return { ...base, kind: 'namespace', name: base.namespace };
  return { ...base, kind: 'cluster', name: base.cluster || 'cluster' };
}

function workloadOf(resource: Attributes, pod: string): string {
  for (const key of workloadKeys) {
    const name = resource.get(key);
    if (name) return key === 'k8s.replicaset.name' ? withoutReplicaSetHash(name) : name;
  }
  const kind = resource.get('k8s.object.kind') ?? '';
  const name = resource.get('k8s.object.name') ?? '';
  if (WORKLOAD_OBJECTS.has(kind)) return name;
  if (kind === 'ReplicaSet') return withoutReplicaSetHash(name);
  return pod ? workloadOfPod(pod) : '';
}

function objectName(resource: Attributes, kind: string): string {
  return resource.get('k8s.object.kind') === kind ? (resource.get('k8s.object.name') ?? '') : '';
}

/** Names that controllers give: `web-7d4b9c6f5-x2x9z`, `db-0`, `agent-x2x9z`. */
export function workloadOfPod(pod: string): string {
  const deployment = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/.exec(pod);
  if (deployment) return deployment[1]!;
  const stateful = /^(.+)-\d+$/.exec(pod);
  if (stateful) return stateful[1]!;
  const daemon = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/.exec(pod);
  return daemon ? daemon[1]! : pod;
}

function withoutReplicaSetHash(name: string): string {
  return name.replace(/-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/, '');
}
