import type { Metric } from '@foreshock/otlp/telemetry-to-send.ts';
import type { Emitted } from './emitted.ts';
import { createMetricList, type MetricList } from './metric-list.ts';
import { STEP_S } from './physics.ts';
import { isReady } from './pods.ts';
import type { Random } from './random.ts';
import { forget, noneObserved, type Observed, observeRequests, partOf } from './request-histogram.ts';
import type { Sources } from './sources.ts';
import type { OperationState, PodState, ServiceState, World } from './world.ts';

/** Collects every step and reports when asked, as SDKs and receivers with an export interval do. */
export interface MetricsEmitter {
  collect(world: World): void;
  /** `from` is the end of the report before. */
  report(world: World, from: number): Emitted<Metric>[];
}

interface OperationRecord {
  readonly succeeded: Observed;
  readonly failed: Observed;
}

export function createMetricsEmitter(sources: Sources, random: Random): MetricsEmitter {
  const records = new Map<OperationState, OperationRecord>();

  function collect(world: World): void {
    for (const service of world.inCallOrder) {
      if (service.spec.role === 'datastore') continue;
      for (const operation of service.operations) {
        const record = records.get(operation) ?? { succeeded: noneObserved(), failed: noneObserved() };
        records.set(operation, record);
        const requests = operation.ratePerS * STEP_S;
        observeRequests(record.succeeded, requests * (1 - operation.failShare), operation.latencyMs, false);
        observeRequests(record.failed, requests * servedFailures(operation), operation.failLatencyMs, true);
      }
    }
  }

  function report(world: World, from: number): Emitted<Metric>[] {
    const list = createMetricList(from, world.now);
    for (const service of world.inCallOrder) {
      for (const pod of service.pods) reportPod(list, sources, pod);
      reportRequests(service, list);
      reportPool(list, sources, service, world);
      reportWorkload(list, sources, service);
    }
    reportNeighbors(list, sources, world);
    reportNodes(list, sources, world, random);
    reportQueue(list, sources, world);
    return list.emitted();
  }

  function reportRequests(service: ServiceState, list: MetricList): void {
    const { spec } = service;
    if (spec.role === 'datastore') return;
    const ready = service.pods.filter(isReady);
    const weights = ready.reduce((sum, pod) => sum + pod.weight, 0);
    const name = spec.role === 'worker' ? 'messaging.process.duration' : 'http.server.request.duration';
    for (const operation of service.operations) {
      const record = records.get(operation);
      if (!record) continue;
      for (const pod of ready) {
        const share = pod.weight / weights;
        for (const outcome of ['succeeded', 'failed'] as const) {
          const counts = partOf(record[outcome], share, random);
          if (counts.count > 0)
            list.durations(sources.application(pod), name, counts, requestAttributes(operation, outcome));
        }
      }
      forget(record.succeeded);
      forget(record.failed);
    }
  }

  return { collect, report };
}

/** Failures that the service itself saw, as a share of its requests. */
function servedFailures(operation: OperationState): number {
  let share = 0;
  for (const { cause, share: part } of operation.causes) {
    if (cause !== 'refused' && cause !== 'certificate') share += part;
  }
  return share;
}

function requestAttributes({ service, spec }: OperationState, outcome: 'succeeded' | 'failed') {
  if (service.spec.role === 'worker') {
    const common = {
      'messaging.system': 'kafka',
      'messaging.operation.name': 'process',
      'messaging.destination.name': spec.target,
    };
    return outcome === 'failed' ? { ...common, 'error.type': 'processing_failed' } : common;
  }
  const status = outcome === 'failed' ? 503 : spec.method === 'POST' ? 201 : 200;
  return {
    'http.request.method': spec.method,
    'http.route': spec.target,
    'url.scheme': 'http',
    'http.response.status_code': status,
    ...(outcome === 'failed' && { 'error.type': String(status) }),
  };
}

function reportPod(list: MetricList, sources: Sources, pod: PodState): void {
  const { spec } = pod.service;
  const running = pod.state !== 'backoff';
  const kubelet = sources.kubelet(pod);
  list.gauge(kubelet, 'k8s.pod.cpu.usage', '{cpu}', running ? round(pod.cpuUsedCores, 4) : 0);
  const container = sources.containerState(pod);
  list.gauge(container, 'container.memory.working_set', 'By', bytes(running ? pod.workingSetBytes : 0));
  list.gauge(container, 'k8s.container.memory_limit', 'By', bytes(spec.memory.limitBytes));
  list.gauge(container, 'k8s.container.restarts', '{restart}', BigInt(pod.restarts));
  list.gauge(container, 'k8s.container.ready', '', isReady(pod) ? 1n : 0n);
  list.gauge(sources.podState(pod), 'k8s.pod.phase', '', 2n);
  reportRuntime(list, sources, pod);
  const { volume } = pod.service;
  if (!volume || !spec.volume) return;
  const source = sources.volume(pod);
  list.gauge(source, 'k8s.volume.available', 'By', bytes(Math.max(0, spec.volume.capacityBytes - volume.usedBytes)));
  list.gauge(source, 'k8s.volume.capacity', 'By', bytes(spec.volume.capacityBytes));
}

const RUNTIME_MEMORY = {
  jvm: 'jvm.memory.used',
  go: 'go.memory.used',
  nodejs: 'v8js.memory.heap.used',
  python: 'process.memory.usage',
} as const;

/** A container's heap is somewhat less than what the kernel counts. */
const HEAP_SHARE = 0.86;

function reportRuntime(list: MetricList, sources: Sources, pod: PodState): void {
  const { runtime, memory } = pod.service.spec;
  if (runtime === 'postgresql' || runtime === 'redis' || !isReady(pod)) return;
  const source = sources.application(pod);
  const attributes = runtime === 'jvm' ? { 'jvm.memory.type': 'heap' } : undefined;
  list.level(source, RUNTIME_MEMORY[runtime], 'By', bytes(pod.workingSetBytes * HEAP_SHARE), attributes);
  if (runtime === 'jvm')
    list.level(source, 'jvm.memory.limit', 'By', bytes(memory.limitBytes * HEAP_SHARE), attributes);
}

/** The pooler reports its whole pool; each caller reports the connections that its pods hold. */
function reportPool(list: MetricList, sources: Sources, store: ServiceState, world: World): void {
  const { pool, spec } = store;
  if (!pool || !spec.pool) return;
  const name = { 'db.client.connection.pool.name': spec.name };
  for (const pod of store.pods) {
    if (!isReady(pod)) continue;
    const source = sources.application(pod);
    list.level(source, 'db.client.connection.count', '{connection}', count(pool.used), {
      ...name,
      'db.client.connection.state': 'used',
    });
    list.level(source, 'db.client.connection.count', '{connection}', count(pool.established - pool.used), {
      ...name,
      'db.client.connection.state': 'idle',
    });
    list.level(source, 'db.client.connection.max', '{connection}', count(spec.pool.limit), name);
    list.level(source, 'db.client.connection.pending_requests', '{request}', count(pool.waiting), name);
  }
  for (const [callerName, used] of pool.usedBy) {
    const caller = world.services.get(callerName)!;
    const ready = caller.pods.filter(isReady);
    const leaked = ready.reduce((sum, pod) => sum + pod.leakedConnections, 0);
    for (const pod of ready) {
      const source = sources.application(pod);
      const held = pod.leakedConnections + Math.max(0, used - leaked) / ready.length;
      const waiting = (pool.waitingBy.get(callerName) ?? 0) / ready.length;
      list.level(source, 'db.client.connection.count', '{connection}', count(held), {
        ...name,
        'db.client.connection.state': 'used',
      });
      list.level(source, 'db.client.connection.max', '{connection}', count(spec.pool.limit), name);
      list.level(source, 'db.client.connection.pending_requests', '{request}', count(waiting), name);
    }
  }
}

function reportWorkload(list: MetricList, sources: Sources, service: ServiceState): void {
  const { spec, certificate, desiredReplicas } = service;
  const source = sources.workload(service);
  const ready = count(Math.min(desiredReplicas, service.pods.filter(isReady).length));
  if (spec.kind === 'statefulset') {
    list.gauge(source, 'k8s.statefulset.desired_pods', '{pod}', count(desiredReplicas));
    list.gauge(source, 'k8s.statefulset.ready_pods', '{pod}', ready);
  } else {
    list.gauge(source, 'k8s.deployment.desired', '{pod}', count(desiredReplicas));
    list.gauge(source, 'k8s.deployment.available', '{pod}', ready);
  }
  const pod = service.pods.find(isReady);
  if (!certificate || !pod) return;
  const attributes = { 'server.address': spec.name, 'tls.certificate.subject': `CN=${spec.name}` };
  list.gauge(
    sources.application(pod),
    'tls.certificate.not_after',
    's',
    count(certificate.notAfter / 1_000),
    attributes,
  );
}

function reportNeighbors(list: MetricList, sources: Sources, world: World): void {
  for (const neighbor of world.neighbors) {
    const kubelet = sources.neighborKubelet(neighbor);
    list.gauge(kubelet, 'k8s.pod.cpu.usage', '{cpu}', round(neighbor.usedCores, 4));
    list.gauge(kubelet, 'k8s.pod.memory.working_set', 'By', bytes(neighbor.memoryBytes));
    list.gauge(sources.neighborState(neighbor), 'k8s.pod.phase', '', 2n);
  }
}

function reportNodes(list: MetricList, sources: Sources, world: World, random: Random): void {
  for (const node of world.nodes) {
    list.gauge(sources.nodeState(node), 'k8s.node.condition_ready', '', 1n);
    list.gauge(sources.nodeKubelet(node), 'k8s.node.cpu.usage', '{cpu}', round(node.cpuUsedCores, 3));
    const root = { device: '/dev/nvme0n1p1', mountpoint: '/', type: 'ext4' };
    const used = node.diskUsedBytes * (1 + 0.002 * random.normal());
    const source = sources.hostMetrics(node);
    list.level(source, 'system.filesystem.usage', 'By', bytes(used), { ...root, 'system.filesystem.state': 'used' });
    list.level(source, 'system.filesystem.usage', 'By', bytes(node.spec.diskBytes - used), {
      ...root,
      'system.filesystem.state': 'free',
    });
  }
}

function reportQueue(list: MetricList, sources: Sources, world: World): void {
  const { topic, worker } = world.spec.queue;
  const pod = world.services.get(worker)!.pods.find(isReady);
  if (!pod) return;
  // What is on its way at this moment, and what is left behind.
  const lag = world.queue.backlog + world.queue.arrivedPerS * 0.3;
  list.gauge(sources.application(pod), 'kafka.consumer_group.lag_sum', '{message}', count(lag), {
    group: worker,
    topic,
  });
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function bytes(value: number): bigint {
  return BigInt(Math.max(0, Math.round(value)));
}

function count(value: number): bigint {
  return BigInt(Math.max(0, Math.round(value)));
}
