import type { Change } from '@foreshock/model/change.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import { textColumnOf } from '@foreshock/model/text-column.ts';

/** A batch without a record, for changes that somebody told and no telemetry brought. */
export function batchOfChanges(changes: readonly Change[]): IngestedBatch {
  const texts = textColumnOf([]);
  const none = new Uint8Array(0);
  return {
    columns: {
      signal: 'logs',
      count: 0,
      timeUnixNano: new BigUint64Array(0),
      observedTimeUnixNano: new BigUint64Array(0),
      severityNumber: none,
      severityText: texts,
      eventName: texts,
      bodyKind: none,
      body: texts,
      traceId: none,
      spanId: none,
      flags: new Uint32Array(0),
      attributes: { first: new Uint32Array(1), key: new Uint32Array(0), keys: [], kind: none, text: texts },
      source: new Uint32Array(0),
      sources: [],
    },
    entityOfSource: [],
    templateOfRow: [],
    seriesOfRow: [],
    rollups: { metrics: [], spans: [], templates: [], series: [] },
    intake: [],
    entities: [],
    relations: [],
    templates: [],
    changes,
    events: [],
  };
}
