import type { LogRecord } from '@foreshock/otlp/telemetry-to-send.ts';
import { logRecord } from './emit-logs.ts';
import type { Emitted } from './emitted.ts';
import { type Sources, uidOf } from './sources.ts';
import type { World } from './world.ts';

/** Kubernetes events of the step in the shape of the Collector's `k8s_events` receiver: the message is the body. */
export function eventLogs(world: World, sources: Sources): Emitted<LogRecord>[] {
  return world.events.map((event) => ({
    source: { ...sources.events(), resource: { ...sources.events().resource, ...objectOf(event) } },
    record: logRecord(event.time, event.type === 'Warning' ? 'WARN' : 'INFO', event.message, {
      severityText: event.type,
      attributes: {
        'k8s.event.reason': event.reason,
        'k8s.event.action': '',
        'k8s.event.start_time': new Date(event.time).toISOString(),
        'k8s.event.name': `${event.name}.${uidOf(`${event.name}/${event.reason}/${event.time}`).slice(0, 8)}`,
        'k8s.event.uid': uidOf(`event/${event.name}/${event.reason}/${event.time}`),
        'k8s.namespace.name': event.namespace,
        'k8s.event.count': event.count,
      },
    }),
  }));
}

function objectOf(event: World['events'][number]) {
  return {
    'k8s.node.name': event.node,
    'k8s.object.kind': event.kind,
    'k8s.object.name': event.name,
    'k8s.object.uid': uidOf(event.name),
    'k8s.object.fieldpath': event.kind === 'Pod' && event.source === 'kubelet' ? 'spec.containers{main}' : '',
    'k8s.object.api_version': 'v1',
  };
}
