import type { Timestamp } from '@foreshock/model/time.ts';
import type { ClusterSpec, NodeSpec, OperationSpec, ServiceSpec } from './cluster.ts';
import type { ClusterEventRecord } from './kubernetes-event.ts';
import type { Load } from './load.ts';
import type { Random } from './random.ts';

/**
 * The state of the pretend cluster between two steps. It is changed in place: sixty thousand steps make a week. Faults
 * change the levers (`behaviors`, `retries`, `extraCpuCores`, ...); everything below `flow` is worked out by the
 * physics alone.
 */
export interface World {
  readonly spec: ClusterSpec;
  readonly services: ReadonlyMap<string, ServiceState>;
  /** In the order of the call graph, callers first. */
  readonly inCallOrder: readonly ServiceState[];
  readonly nodes: readonly NodeState[];
  readonly load: Load;
  /** Pods of other namespaces that take a node's processor. */
  readonly neighbors: NeighborPod[];
  readonly queue: { backlog: number; arrivedPerS: number; drainedPerS: number };
  /** Of the step just made. */
  readonly events: ClusterEventRecord[];
  readonly random: Random;
  now: Timestamp;
}

export interface NodeState {
  readonly spec: NodeSpec;
  cordoned: boolean;
  cpuUsedCores: number;
  /** Bytes of images, logs and empty directories. */
  diskUsedBytes: number;
}

export interface NeighborPod {
  readonly name: string;
  readonly namespace: string;
  readonly workload: string;
  readonly kind: 'cronjob' | 'deployment';
  readonly node: NodeState;
  readonly startedAt: Timestamp;
  /** Cores that it would use on an idle node. */
  wantsCores: number;
  /** Its share when the processor is short, as cores requested. */
  readonly requestCores: number;
  readonly memoryBytes: number;
  usedCores: number;
}

/** What the code of one version does beside its work. */
export interface Behavior {
  /** Share of requests that fail by a defect. */
  readonly errorShare: number;
  readonly cpuFactor: number;
  readonly leakBytesPerRequest: number;
  /** Connections to `pool` that a request takes and never gives back, on average. */
  readonly leakedConnectionsPerRequest: number;
  readonly leakedPool: string;
  readonly garbageFactor: number;
  /** Seconds after its start when the process exits with an error; infinite for sound code. */
  readonly crashesAfterS: number;
}

export const soundBehavior: Behavior = {
  errorShare: 0,
  cpuFactor: 1,
  leakBytesPerRequest: 0,
  leakedConnectionsPerRequest: 0,
  leakedPool: '',
  garbageFactor: 1,
  crashesAfterS: Number.POSITIVE_INFINITY,
};

export interface ServiceState {
  readonly spec: ServiceSpec;
  readonly operations: readonly OperationState[];
  pods: PodState[];
  version: string;
  /** The newest version ever rolled out; a rollback does not lower it. */
  newestVersion: string;
  /** A rolling update to `version` is in progress. */
  rolling: boolean;
  desiredReplicas: number;
  readonly behaviors: Map<string, Behavior>;
  /** Retries that this service makes on every call, when configured otherwise. */
  retries: number | undefined;
  /** Factor on the processor cost and waiting time of every operation: slow queries, a cold cache, a slow provider. */
  costFactor: number;
  waitFactor: number;
  /** Share of the look-ups of its name that find no address. */
  unresolvedShare: number;
  /** Share of the memory limit at which the collector runs, when configured otherwise. */
  collectAt: number | undefined;
  /** When the autoscaler began to see more pods than needed. */
  calmSince: Timestamp;
  volume: VolumeState | undefined;
  pool: PoolState | undefined;
  certificate: CertificateState | undefined;
  flow: ServiceFlow;
}

export interface PodState {
  readonly name: string;
  readonly service: ServiceState;
  node: NodeState;
  readonly version: string;
  startedAt: Timestamp;
  readyAt: Timestamp;
  state: 'running' | 'starting' | 'backoff';
  backoffUntil: Timestamp;
  restarts: number;
  /** Times of restarts in the last ten minutes. */
  recentRestarts: Timestamp[];
  lastTerminated: '' | 'OOMKilled' | 'Error';
  /** Its part of the load relative to its siblings: kept connections never spread evenly. */
  readonly weight: number;
  cpuUsedCores: number;
  availableCores: number;
  /** Requests a second that it gets. */
  ratePerS: number;
  leakedBytes: number;
  garbageBytes: number;
  liveBytes: number;
  workingSetBytes: number;
  /** Share of the processor that the collector takes. */
  collectorShare: number;
  leakedConnections: number;
  cpuBacklog: number;
  cpuWaitMs: number;
  cpuLostShare: number;
}

export interface VolumeState {
  usedBytes: number;
  /** Part of `usedBytes` that the next compaction removes. */
  reclaimableBytes: number;
  /** Of a fault: bytes a second beside the usual writes, and whether compaction runs. */
  extraBytesPerS: number;
  compacts: boolean;
  writesBytesPerS: number;
}

export interface PoolState {
  used: number;
  /** Without the chance of the moment. */
  meanUsed: number;
  established: number;
  waiting: number;
  waitMs: number;
  lostShare: number;
  backlog: number;
  /** Connections in use by caller. */
  readonly usedBy: Map<string, number>;
  readonly waitingBy: Map<string, number>;
}

export interface CertificateState {
  notAfter: Timestamp;
  renews: boolean;
}

/** Why a request failed, at the place where it began to fail. */
export type Cause =
  | 'pool-timeout'
  | 'call'
  | 'refused'
  | 'unresolved'
  | 'disk-full'
  | 'certificate'
  | 'defect'
  | 'timeout'
  | 'sporadic';

export interface CauseShare {
  readonly cause: Cause;
  /** Index into the operation's calls when the cause is a call. */
  readonly call: number;
  /** Share of all requests of the operation. */
  share: number;
}

export interface CallState {
  readonly callee: OperationState;
  /** Mean attempts per call, from the failures of the step before. */
  attempts: number;
  /** Of one attempt, time-outs of the caller included. */
  attemptFailShare: number;
  timeoutShare: number;
  /** After all retries. */
  failShare: number;
  latencyMs: number;
  /** Share of the operation's requests that come as far as this call. */
  reach: number;
}

export interface OperationState {
  readonly spec: OperationSpec;
  readonly service: ServiceState;
  readonly calls: readonly CallState[];
  ratePerS: number;
  /** Mean time of requests that succeed. */
  latencyMs: number;
  /** Mean time until a failing request has failed. */
  failLatencyMs: number;
  failShare: number;
  causes: CauseShare[];
}

export interface ServiceFlow {
  ratePerS: number;
  cpuMs: number;
  cpuLostShare: number;
  utilization: number;
  inFlight: number;
  workerWaitMs: number;
  workerLostShare: number;
  workerBacklog: number;
  /** Share of requests that met a pod which died in this step. */
  diedShare: number;
}
