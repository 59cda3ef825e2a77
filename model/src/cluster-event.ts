import type { EntityId } from './entity.ts';
import type { Timestamp } from './time.ts';

/** A fact that the cluster itself reports, from Kubernetes events and status fields. */
export interface ClusterEvent {
  readonly time: Timestamp;
  readonly entity: EntityId;
  /** The pod or object that it is about, empty when it is the entity itself. */
  readonly object: string;
  /** As Kubernetes writes it: `OOMKilled`, `BackOff`, `FailedScheduling`, `Evicted`, `NodeNotReady`, `Unhealthy`. */
  readonly reason: string;
  readonly message: string;
}
