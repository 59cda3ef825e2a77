import type { ClusterEvent } from '@foreshock/model/cluster-event.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { ResourceScope } from '@foreshock/model/resource.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import type { TelemetryColumns } from '@foreshock/model/telemetry.ts';
import { textAt } from '@foreshock/model/text-column.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { attributesOfRow } from '../columns.ts';
import { readClusterEvent } from './cluster-events.ts';
import { peersOfSpans, type RecentSpans } from './edges-from-spans.ts';
import type { EntityRegistry } from './resolve-entities.ts';

/** The entity of each source of a request. `time`: of the request's latest record, for first and last seen. */
export function entitiesOfSources(columns: TelemetryColumns, registry: EntityRegistry, time: Timestamp): EntityId[] {
  const namespaces = columns.signal === 'logs' ? eventNamespaces(columns) : undefined;
  return columns.sources.map((source: ResourceScope, index: number) =>
    registry.resolve(source.resource, time, namespaces?.get(index)),
  );
}

/** Kubernetes events name their namespace on the record: the first record of a source says it for the source. */
function eventNamespaces(columns: LogColumns): Map<number, string> {
  const namespaces = new Map<number, string>();
  for (let row = 0; row < columns.count; row++) {
    const source = columns.source[row]!;
    if (namespaces.has(source) || !columns.sources[source]!.resource.has('k8s.object.kind')) continue;
    namespaces.set(source, attributesOfRow(columns.attributes, row).get('k8s.namespace.name') ?? '');
  }
  return namespaces;
}

export function observeEvents(columns: LogColumns, entityOfSource: readonly EntityId[]): ClusterEvent[] {
  const events: ClusterEvent[] = [];
  const eventSources = columns.attributes.keys.includes('k8s.event.reason');
  if (!eventSources) return events;
  for (let row = 0; row < columns.count; row++) {
    const source = columns.source[row]!;
    const event = readClusterEvent({
      time: Number(columns.timeUnixNano[row]! / 1_000_000n),
      entity: entityOfSource[source]!,
      resource: columns.sources[source]!.resource,
      attributes: attributesOfRow(columns.attributes, row),
      body: textAt(columns.body, row),
    });
    if (event) events.push(event);
  }
  return events;
}

/** The other end of every span; what calls what is noted in the registry. */
export function observeCalls(
  columns: SpanColumns,
  entityOfSource: readonly EntityId[],
  registry: EntityRegistry,
  recent: RecentSpans,
  time: Timestamp,
): (EntityId | '')[] {
  const peers = peersOfSpans(
    columns,
    entityOfSource,
    (row) => attributesOfRow(columns.attributes, row),
    recent,
    (caller, address) => registry.resolvePeer(caller, address, time),
  );
  for (let row = 0; row < columns.count; row++) {
    const peer = peers[row];
    if (!peer) continue;
    const entity = entityOfSource[columns.source[row]!]!;
    const calls = columns.kind[row] === 3 || columns.kind[row] === 4;
    if (calls) registry.relate(entity, peer, 'calls', time);
    else registry.relate(peer, entity, 'calls', time);
  }
  return peers;
}
