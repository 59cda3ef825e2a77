/** What a cluster is made of, before anything moves. Rates are per second, times in milliseconds, memory in bytes. */

export type Runtime = 'nodejs' | 'go' | 'jvm' | 'python' | 'postgresql' | 'redis';

/** A call that one operation makes to another. */
export interface CallSpec {
  readonly service: string;
  readonly operation: string;
  /** Mean calls per request. */
  readonly perRequest: number;
  readonly timeoutMs: number;
  readonly retries: number;
  /** A caller answers without what an optional call would have given. */
  readonly optional: boolean;
  /** How long a pooled connection stays taken beyond the query itself: the rest of the transaction. */
  readonly holdMs: number;
}

export interface OperationSpec {
  /** As a span is named: `GET /cart`, `SELECT carts`. */
  readonly name: string;
  readonly method: string;
  /** Route, table or key that it is about. */
  readonly target: string;
  readonly cpuMs: number;
  /** Time that passes without processor: disk, network, an outside provider. */
  readonly waitMs: number;
  /** Bytes that one request leaves on the service's volume. */
  readonly writeBytes: number;
  readonly calls: readonly CallSpec[];
}

export interface MemorySpec {
  readonly limitBytes: number;
  /** Working set of an idle pod. */
  readonly baseBytes: number;
  readonly garbageBytesPerRequest: number;
  /** Share of the limit at which the collector runs. */
  readonly collectAt: number;
}

export interface VolumeSpec {
  readonly claim: string;
  readonly capacityBytes: number;
  /** Share taken by what is never removed, at the start. */
  readonly baseShare: number;
  /** Share of the capacity that write-ahead logs or segments take before they are compacted. */
  readonly compactAtShare: number;
}

export interface PoolSpec {
  readonly limit: number;
  readonly acquireTimeoutMs: number;
}

export interface CertificateSpec {
  readonly lifetimeDays: number;
}

export interface ServiceSpec {
  readonly name: string;
  readonly kind: 'deployment' | 'statefulset';
  readonly runtime: Runtime;
  readonly role: 'http' | 'worker' | 'datastore';
  readonly version: string;
  readonly replicas: number;
  /** More than `replicas` where an autoscaler owns the workload. */
  readonly maxReplicas: number;
  readonly cpuRequestCores: number;
  readonly cpuLimitCores: number;
  readonly workersPerPod: number;
  readonly startupMs: number;
  readonly memory: MemorySpec;
  readonly operations: readonly OperationSpec[];
  readonly volume?: VolumeSpec;
  /** Connections that all callers share, kept by a pooler in front of a data store. */
  readonly pool?: PoolSpec;
  readonly certificate?: CertificateSpec;
}

export interface NodeSpec {
  readonly name: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

export interface ClusterSpec {
  readonly name: string;
  readonly namespace: string;
  /** Of the namespace, in Kubernetes. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly nodes: readonly NodeSpec[];
  /** Every service stands after its callers. */
  readonly services: readonly ServiceSpec[];
  /** Requests per second from outside, by operation of the first service; the daily mean. */
  readonly entry: {
    readonly service: string;
    readonly shares: Readonly<Record<string, number>>;
    readonly meanPerS: number;
  };
  /** A topic between a producer and the worker that drains it. */
  readonly queue: {
    readonly topic: string;
    readonly producer: string;
    readonly operation: string;
    readonly worker: string;
  };
}

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;
