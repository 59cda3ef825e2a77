// One recorded fault through the product's own engines in this process, minute by minute as they would have seen it live.
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { parseTenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { createAnalysisEngine } from '@foreshock/server/analysis/analysis-engine.ts';
import { createBatchTools } from '@foreshock/server/ingest/batch-tools.ts';
import { prepareBatch } from '@foreshock/server/ingest/ingest-batch.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { EVALUATION_KEY } from '../evaluation-key.ts';
import { createMemoryStore } from '../memory-store.ts';
import { faultMinutes } from './fault-timeline.ts';
import type { SeenIncident } from './judge-replay.ts';
import type { Recording } from './recorded-minutes.ts';
import type { RecordedFault } from './recorded-system.ts';

const TENANT = parseTenantId('evaluation')!;

/** What the platform would have shown at the end of the fault's minutes. */
export function replayInMemory(
  fault: RecordedFault,
  recording: Recording,
  faults: readonly RecordedFault[],
): SeenIncident[] {
  const store = createMemoryStore();
  const tools = createBatchTools(createDefaultRedactor(EVALUATION_KEY));
  const engine = createAnalysisEngine({ prediction: {} });
  const incidents = new Map<IncidentId, Incident>();
  for (const { minute, requests } of faultMinutes(fault, recording, faults, 0)) {
    const range = { from: minute, to: minute + MINUTE };
    for (const { signal, body } of requests) {
      const batch = prepareBatch(
        { tenant: TENANT, signal, format: 'protobuf', encoding: 'identity', receivedAt: range.to, refused: 0, body },
        body,
        tools,
      );
      if (!batch.ok) throw new Error(`the recording holds what ingest refuses: ${batch.error.message}`);
      store.add(batch.value);
    }
    const { findings, unexplained } = engine.analyze(store.takeFrames(range), new Set(), store.spans(range));
    for (const incident of findings.incidents) incidents.set(incident.id, incident);
    for (const { incident, range: wanted } of unexplained)
      incidents.set(incident.id, engine.explain(incident, store.spans(wanted), range.to));
  }
  return [...incidents.values()]
    .filter((incident) => incident.state !== 'merged')
    .map((incident) => ({
      id: incident.id,
      detectedAt: incident.detectedAt,
      resolvedAt: incident.resolvedAt,
      title: incident.title,
      causes: incident.hypotheses
        .filter((hypothesis) => hypothesis.state !== 'ruled_out')
        .map(({ entity, score }) => ({ service: bareName(store.nameOf(entity)), score })),
    }));
}

function bareName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
