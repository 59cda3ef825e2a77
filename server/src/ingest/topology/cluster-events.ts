import type { Attributes } from '@foreshock/model/attributes.ts';
import type { ClusterEvent } from '@foreshock/model/cluster-event.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

/** A log record that may be a Kubernetes event in the shape of the Collector's k8s_events receiver. */
export interface EventRecord {
  readonly time: Timestamp;
  readonly entity: EntityId;
  readonly resource: Attributes;
  readonly attributes: Attributes;
  readonly body: string;
}

/** `undefined` for an ordinary log record. */
export function readClusterEvent(record: EventRecord): ClusterEvent | undefined {
  const reason = record.attributes.get('k8s.event.reason');
  if (!reason) return undefined;
  return {
    time: record.time,
    entity: record.entity,
    object: record.resource.get('k8s.object.name') ?? '',
    reason,
    message: record.body,
  };
}
