import { MINUTE, SECOND } from '@foreshock/model/time.ts';
import type { ClusterEventRecord } from './kubernetes-event.ts';
import { emptyHeap } from './memory.ts';
import type { Random } from './random.ts';
import { type Behavior, type NodeState, type PodState, type ServiceState, soundBehavior, type World } from './world.ts';

const NAME_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A name's random part, in the letters that Kubernetes uses. */
export function nameSuffix(random: Random, length: number): string {
  let text = '';
  for (let at = 0; at < length; at++) text += NAME_LETTERS[random.whole(0, NAME_LETTERS.length - 1)];
  return text;
}

export function replicaSetName(service: ServiceState, version: string, seed: Random): string {
  return `${service.spec.name}-${nameSuffix(seed.fork(`${service.spec.name}/${version}`), 9)}`;
}

export function behaviorOf(pod: PodState): Behavior {
  return pod.service.behaviors.get(pod.version) ?? soundBehavior;
}

export function isReady(pod: PodState): boolean {
  return pod.state === 'running';
}

export function readyPods(service: ServiceState): PodState[] {
  return service.pods.filter(isReady);
}

export function recordEvent(
  world: World,
  event: Omit<ClusterEventRecord, 'time' | 'namespace' | 'count' | 'node'> & Partial<ClusterEventRecord>,
): void {
  world.events.push({ time: world.now, namespace: world.spec.namespace, count: 1, node: '', ...event });
}

function podEvent(
  world: World,
  pod: PodState,
  reason: string,
  message: string,
  more: Partial<ClusterEventRecord> = {},
): void {
  const common = { type: 'Normal', kind: 'Pod', source: 'kubelet' } as const;
  recordEvent(world, { ...common, reason, message, name: pod.name, node: pod.node.spec.name, ...more });
}

/** The node with the fewest pods, one without this service where possible. */
function chooseNode(world: World, service: ServiceState): NodeState {
  const open = world.nodes.filter((node) => !node.cordoned);
  let best = open[0]!;
  let fewest = Number.POSITIVE_INFINITY;
  for (const node of open) {
    let crowd = 0;
    for (const other of world.services.values()) {
      for (const pod of other.pods) if (pod.node === node) crowd += other === service ? 10 : 1;
    }
    if (crowd < fewest) {
      fewest = crowd;
      best = node;
    }
  }
  return best;
}

export function createPod(world: World, service: ServiceState, version: string, node?: NodeState): PodState {
  const { spec } = service;
  const name =
    spec.kind === 'statefulset'
      ? `${spec.name}-${service.pods.length}`
      : `${replicaSetName(service, version, world.random)}-${nameSuffix(world.random, 5)}`;
  const pod: PodState = {
    name,
    service,
    node: node ?? chooseNode(world, service),
    version,
    startedAt: world.now,
    readyAt: world.now + spec.startupMs,
    state: 'starting',
    backoffUntil: 0,
    restarts: 0,
    recentRestarts: [],
    lastTerminated: '',
    weight: world.random.lognormal(1, 0.07),
    cpuUsedCores: 0,
    ratePerS: 0,
    availableCores: spec.cpuLimitCores,
    leakedBytes: 0,
    garbageBytes: 0,
    liveBytes: 0,
    workingSetBytes: 0,
    collectorShare: 0,
    leakedConnections: 0,
    cpuBacklog: 0,
    cpuWaitMs: 0,
    cpuLostShare: 0,
  };
  emptyHeap(pod, spec.memory);
  service.pods.push(pod);
  const image = `registry.shop.example/${spec.name}:${version}`;
  const at = `${world.spec.namespace}/${name} to ${pod.node.spec.name}`;
  podEvent(world, pod, 'Scheduled', `Successfully assigned ${at}`, { source: 'default-scheduler' });
  podEvent(world, pod, 'Pulled', `Container image "${image}" already present on machine`);
  podEvent(world, pod, 'Started', `Started container ${spec.name}`);
  return pod;
}

export function removePod(world: World, pod: PodState): void {
  pod.service.pods = pod.service.pods.filter((other) => other !== pod);
  podEvent(world, pod, 'Killing', `Stopping container ${pod.service.spec.name}`);
}

/** Kubernetes waits 10 s before the second restart in a row and doubles that up to five minutes. */
function backoffS(restartsInARow: number): number {
  return restartsInARow <= 1 ? 0 : Math.min(300, 10 * 2 ** (restartsInARow - 2));
}

/** Requests that were in a pod when it died, as a share of one step: it takes about two seconds to take it out. */
const LOST_WHILE_DYING = 0.2;

/** The container's process ends; the kubelet starts it again, later and later when it keeps dying. */
export function killContainer(world: World, pod: PodState, reason: 'OOMKilled' | 'Error'): void {
  const { service } = pod;
  if (isReady(pod)) service.flow.diedShare += LOST_WHILE_DYING / readyPods(service).length;
  pod.lastTerminated = reason;
  pod.restarts++;
  pod.recentRestarts = [...pod.recentRestarts.filter((time) => time > world.now - 10 * MINUTE), world.now];
  pod.leakedConnections = 0;
  pod.cpuBacklog = 0;
  emptyHeap(pod, service.spec.memory);
  if (reason === 'OOMKilled') {
    const process = `Killed process ${world.random.whole(1_000, 60_000)} (${service.spec.name})`;
    const message = `Memory cgroup out of memory: ${process} in container ${service.spec.name}`;
    podEvent(world, pod, 'OOMKilling', message, { type: 'Warning', source: 'kernel-monitor' });
  }
  const delay = backoffS(pod.recentRestarts.length) * SECOND;
  if (delay > 0) {
    pod.state = 'backoff';
    pod.backoffUntil = world.now + delay;
    const message = `Back-off restarting failed container ${service.spec.name} in pod ${pod.name}`;
    podEvent(world, pod, 'BackOff', message, { type: 'Warning', count: pod.recentRestarts.length });
  } else {
    startContainer(world, pod);
  }
}

function startContainer(world: World, pod: PodState): void {
  pod.state = 'starting';
  pod.startedAt = world.now;
  pod.readyAt = world.now + pod.service.spec.startupMs;
  podEvent(world, pod, 'Started', `Started container ${pod.service.spec.name}`);
}

/** Starting pods become ready, waiting ones start, and defective ones crash. */
export function stepPods(world: World): void {
  for (const service of world.services.values()) {
    for (const pod of service.pods) {
      if (pod.state === 'backoff' && world.now >= pod.backoffUntil) startContainer(world, pod);
      else if (pod.state === 'starting' && world.now >= pod.readyAt) pod.state = 'running';
      const runsForS = (world.now - pod.startedAt) / SECOND;
      if (pod.state !== 'backoff' && runsForS >= behaviorOf(pod).crashesAfterS) killContainer(world, pod, 'Error');
    }
  }
}
