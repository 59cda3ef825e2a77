import type { AttributesToSend as Attributes } from '@foreshock/otlp/telemetry-to-send.ts';
import type { ServiceSpec } from './cluster.ts';
import type { Source } from './emitted.ts';
import { replicaSetName } from './pods.ts';
import { createRandom } from './random.ts';
import type { NeighborPod, NodeState, PodState, ServiceState, World } from './world.ts';

const CONTRIB = 'github.com/open-telemetry/opentelemetry-collector-contrib/receiver';
const KUBELET = `${CONTRIB}/kubeletstatsreceiver`;
const CLUSTER = `${CONTRIB}/k8sclusterreceiver`;
const EVENTS = `${CONTRIB}/k8seventsreceiver`;

const LANGUAGES = { nodejs: 'nodejs', go: 'go', jvm: 'java', python: 'python' } as const;

/** The sources of a cluster: who sends what, with the resource attributes that its SDK or Collector would set. */
export interface Sources {
  /** A process and its SDK. */
  application(pod: PodState): Source;
  kubelet(pod: PodState): Source;
  /** Cluster state of a pod, and of its container. */
  podState(pod: PodState): Source;
  containerState(pod: PodState): Source;
  neighborKubelet(neighbor: NeighborPod): Source;
  neighborState(neighbor: NeighborPod): Source;
  workload(service: ServiceState): Source;
  volume(pod: PodState): Source;
  nodeKubelet(node: NodeState): Source;
  nodeState(node: NodeState): Source;
  hostMetrics(node: NodeState): Source;
  events(): Source;
}

export function createSources(world: World): Sources {
  const { name: cluster, namespace, namespaceLabels } = world.spec;
  const labels = Object.fromEntries(
    Object.entries(namespaceLabels).map(([key, value]) => [`k8s.namespace.label.${key}`, value]),
  );

  function remember<T extends object>(scopeName: string, make: (key: T) => Attributes): (key: T) => Source {
    const sources = new WeakMap<object, Source>();

    return (key) => {
      const old = sources.get(key);
      if (old) return old;
      const fresh = { resource: make(key), scopeName };
      sources.set(key, fresh);
      return fresh;
    };
  }

  const base = { 'k8s.cluster.name': cluster };
  const uid = (name: string) => uidOf(`${cluster}/${name}`);

  function workloadAttributes(spec: ServiceSpec, version: string): Attributes {
    if (spec.kind === 'statefulset') return { 'k8s.statefulset.name': spec.name };
    const service = world.services.get(spec.name)!;
    return {
      'k8s.deployment.name': spec.name,
      'k8s.replicaset.name': replicaSetName(service, version, world.random),
    };
  }

  const podResources = new WeakMap<PodState, Attributes>();

  /** One object per pod: what the kubelet and the API server say of it goes out under one resource. */
  function podAttributes(pod: PodState): Attributes {
    const known = podResources.get(pod);
    if (known) return known;
    const fresh = {
      ...base,
      'k8s.namespace.name': namespace,
      ...workloadAttributes(pod.service.spec, pod.version),
      'k8s.pod.name': pod.name,
      'k8s.pod.uid': uid(pod.name),
      'k8s.node.name': pod.node.spec.name,
    };
    podResources.set(pod, fresh);
    return fresh;
  }

  function containerAttributes(pod: PodState): Attributes {
    return {
      'k8s.container.name': pod.service.spec.name,
      'container.image.name': `registry.shop.example/${pod.service.spec.name}`,
      'container.image.tag': pod.version,
    };
  }

  function applicationAttributes(pod: PodState): Attributes {
    const { spec } = pod.service;
    const { runtime } = spec;
    const isStore = runtime === 'postgresql' || runtime === 'redis';
    return {
      'service.name': spec.name,
      'service.namespace': namespace,
      'service.version': pod.version,
      'service.instance.id': uid(pod.name),
      'deployment.environment.name': 'production',
      ...labels,
      ...(!isStore && { 'telemetry.sdk.name': 'opentelemetry', 'telemetry.sdk.language': LANGUAGES[runtime] }),
      ...podAttributes(pod),
      ...containerAttributes(pod),
    };
  }

  function neighborAttributes(neighbor: NeighborPod): Attributes {
    const job = neighbor.name.slice(0, neighbor.name.lastIndexOf('-'));
    return {
      ...base,
      'k8s.namespace.name': neighbor.namespace,
      'k8s.cronjob.name': neighbor.workload,
      'k8s.job.name': job,
      'k8s.pod.name': neighbor.name,
      'k8s.pod.uid': uid(neighbor.name),
      'k8s.node.name': neighbor.node.spec.name,
    };
  }

  const nodeAttributes = (node: NodeState): Attributes => ({ ...base, 'k8s.node.name': node.spec.name });
  const eventSource: Source = { resource: base, scopeName: EVENTS };
  const containerSources = new Map<string, Source>();
  const volume = remember<PodState>(KUBELET, (pod) => ({
    ...podAttributes(pod),
    'k8s.volume.name': 'data',
    'k8s.volume.type': 'persistentVolumeClaim',
    'k8s.persistentvolumeclaim.name': pod.service.spec.volume!.claim,
  }));

  /** How its last process ended belongs to the container's resource, so it changes with a restart. */
  function containerState(pod: PodState): Source {
    const key = `${pod.name}/${pod.lastTerminated}`;
    const old = containerSources.get(key);
    if (old) return old;
    const reason = pod.lastTerminated;
    const fresh = {
      resource: {
        ...podAttributes(pod),
        ...containerAttributes(pod),
        ...(reason && { 'k8s.container.status.last_terminated_reason': reason }),
      },
      scopeName: CLUSTER,
    };
    // Pods come and go with every release; what is forgotten here is only made again.
    if (containerSources.size > 500) containerSources.clear();
    containerSources.set(key, fresh);
    return fresh;
  }

  return {
    application: remember<PodState>('shop', applicationAttributes),
    kubelet: remember<PodState>(KUBELET, podAttributes),
    podState: remember<PodState>(CLUSTER, podAttributes),
    containerState,
    neighborKubelet: remember<NeighborPod>(KUBELET, neighborAttributes),
    neighborState: remember<NeighborPod>(CLUSTER, neighborAttributes),
    workload: remember<ServiceState>(CLUSTER, ({ spec }) => ({
      ...base,
      'k8s.namespace.name': namespace,
      [spec.kind === 'statefulset' ? 'k8s.statefulset.name' : 'k8s.deployment.name']: spec.name,
    })),
    volume,
    nodeKubelet: remember<NodeState>(KUBELET, nodeAttributes),
    nodeState: remember<NodeState>(CLUSTER, nodeAttributes),
    hostMetrics: remember<NodeState>(`${CONTRIB}/hostmetricsreceiver/internal/scraper/filesystemscraper`, (node) => ({
      ...nodeAttributes(node),
      'host.name': node.spec.name,
      'os.type': 'linux',
    })),
    events: () => eventSource,
  };
}

/** A uid that is the same for the same name. */
export function uidOf(name: string): string {
  const random = createRandom(`uid/${name}`);
  const hex = [0, 1, 2, 3].map(() => random.bits().toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
