// Recorded minutes through the product's own engines in this process, one by one as they would have seen them live.
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { parseTenantId } from '@foreshock/model/tenant.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { createAnalysisEngine } from '@foreshock/server/analysis/analysis-engine.ts';
import { createBatchTools } from '@foreshock/server/ingest/batch-tools.ts';
import { prepareBatch } from '@foreshock/server/ingest/ingest-batch.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { EVALUATION_KEY } from '../evaluation-key.ts';
import { createMemoryStore } from '../memory-store.ts';
import type { SeenIncident } from './judge-replay.ts';
import type { RecordedMinute } from './recorded-minutes.ts';

const TENANT = parseTenantId('evaluation')!;

export interface Replayed {
  /** As the platform would have shown them at the end of the minutes. */
  readonly incidents: readonly SeenIncident[];
  /**
   * For each time asked about: what it would have said had a person declared an incident then, four minutes later, or at
   * the end of the minutes when that comes first.
   */
  readonly declared: readonly SeenIncident['causes'][];
  /** Minutes replayed, and those of them in which an incident was open that named a cause. */
  readonly minutes: number;
  readonly blamedMinutes: number;
}

/** All that a declared incident is told by lies within this time after it. */
const TOLD_WITHIN_MS = 4 * MINUTE;

/** Minutes in order. `declaredAt`: times at which a person might have declared an incident without saying where. */
export function replayInMemory(minutes: Iterable<RecordedMinute>, declaredAt: readonly Timestamp[] = []): Replayed {
  const store = createMemoryStore();
  const tools = createBatchTools(createDefaultRedactor(EVALUATION_KEY));
  const engine = createAnalysisEngine({ prediction: {} });
  const incidents = new Map<IncidentId, Incident>();
  const reopenedAt = new Map<IncidentId, Timestamp[]>();
  const declared = new Map<Timestamp, SeenIncident['causes']>();
  const causesOf = (incident: Incident): SeenIncident['causes'] =>
    incident.hypotheses
      .filter((hypothesis) => hypothesis.state !== 'ruled_out')
      .map(({ entity, score }) => ({ service: bareName(store.nameOf(entity)), score }));
  const see = (incident: Incident, now: Timestamp): void => {
    const before = incidents.get(incident.id);
    if (before && incident.reopened > before.reopened)
      reopenedAt.set(incident.id, [...(reopenedAt.get(incident.id) ?? []), now]);
    incidents.set(incident.id, incident);
  };
  const declare = (at: Timestamp, now: Timestamp): void => {
    const wanted = { from: at - MINUTE, to: at + TOLD_WITHIN_MS };
    declared.set(at, causesOf(engine.explain(declaration(at), store.spans(wanted), now)));
  };
  let [replayed, blamed] = [0, 0];
  let end: Timestamp | undefined;
  for (const { minute, requests } of minutes) {
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
    for (const incident of findings.incidents) see(incident, range.to);
    for (const { incident, range: wanted } of unexplained)
      see(engine.explain(incident, store.spans(wanted), range.to), range.to);
    for (const at of declaredAt) if (!declared.has(at) && range.to >= at + TOLD_WITHIN_MS) declare(at, range.to);
    end = range.to;
    replayed++;
    if ([...incidents.values()].some(blames)) blamed++;
  }
  // The next fault may begin sooner than what is to be told by: then less tells it.
  for (const at of declaredAt) if (!declared.has(at) && end !== undefined && end > at) declare(at, end);
  const shown = [...incidents.values()].filter((incident) => incident.state !== 'merged');
  return {
    incidents: shown.map((incident) => ({
      id: incident.id,
      detectedAt: incident.detectedAt,
      reopenedAt: reopenedAt.get(incident.id) ?? [],
      resolvedAt: incident.resolvedAt,
      title: incident.title,
      causes: causesOf(incident),
    })),
    declared: declaredAt.map((at) => declared.get(at) ?? []),
    minutes: replayed,
    blamedMinutes: blamed,
  };
}

function blames({ state, hypotheses }: Incident): boolean {
  return state === 'open' && hypotheses.some((hypothesis) => hypothesis.state === 'leading');
}

/** Without a word of where: nothing but the time is given away. */
function declaration(at: Timestamp): Incident {
  return {
    ...{ id: `inc_declared_${at}` as IncidentId, state: 'open', frozen: false, severity: 'major', origin: 'declared' },
    ...{ title: '', startedAt: at, detectedAt: at, updatedAt: at, dataTrust: 1, reopened: 0 },
    ...{ entities: [], anomalies: [], suppressed: [], impact: { services: 0 }, predictions: [] },
    ...{ hypotheses: [], evidence: [], recommendations: [], narrative: { by: 'template', claims: [] } },
  };
}

function bareName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
