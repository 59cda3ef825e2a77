import type { Records } from '../comparison/count-values.ts';
import type { RecordSample } from '../store/telemetry/telemetry-store.ts';

/** Attributes that say nothing of where or what: they would repeat the pod, or change with each record. */
const NOT_COMPARED =
  /^(telemetry\.|process\.|os\.|code\.|thread\.|log\.(record|file|iostream)|container\.id$|service\.instance\.id$)|\.(uid|pid|port)$/;
/** Attributes that mostly failures have: their presence is no news unless the value itself is. */
const DESCRIBES_FAILURE = /^(error|exception)(\.|$)|^otel\.status|status_code$|^(log\.)?(level|severity)$|^template$/;
/** Longer values are texts, not kinds. */
const LONGEST_VALUE = 200;

export function isFailureKey(key: string): boolean {
  return DESCRIBES_FAILURE.test(key);
}

/** Records as values by key: attributes of the record before those of its resource, and its template or operation. */
export function comparedRecords(sample: RecordSample, groupKey: 'template' | 'operation'): Records {
  return sample.records.map(({ weight, group, attributes, resource }) => {
    const values = new Map<string, string>();
    for (const { key, value } of [...resource, ...attributes])
      if (value !== '' && value.length <= LONGEST_VALUE && !NOT_COMPARED.test(key)) values.set(key, value);
    if (group !== '') values.set(groupKey, group);
    return { weight, values };
  });
}
