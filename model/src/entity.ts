import type { Timestamp } from './time.ts';

/** `ent_` and 13 characters of the hash of the identifying attributes. */
export type EntityId = string & { readonly entity: unique symbol };

/**
 * `workload` is the unit of learning; a workload that reports a `service.name` is shown as kind `service` under the
 * same id. `external` is a peer that only its callers report.
 */
export type EntityKind = 'cluster' | 'namespace' | 'node' | 'workload' | 'service' | 'pod' | 'volume' | 'external';

export interface Entity {
  readonly id: EntityId;
  readonly kind: EntityKind;
  /** For people: `shop/checkout-db`, `node-7`. */
  readonly name: string;
  readonly cluster: string;
  readonly namespace: string;
  /** Of a pod its workload; of a volume the workload that mounts it, once known. */
  readonly owner?: EntityId;
  /** Nodes that a workload's pods run on. */
  readonly nodes: readonly EntityId[];
  /** `service.version` or image tag last seen, empty when not reported. */
  readonly version: string;
  readonly firstSeen: Timestamp;
  readonly lastSeen: Timestamp;
}
