// One recorded fault through the product's own engines in this process, minute by minute as they would have seen it live.
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { parseTenantId } from '@foreshock/model/tenant.ts';
import { MINUTE, startOfMinute, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
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

export interface ReplayedFault {
  /** As the platform would have shown them at the end of the fault's minutes. */
  readonly incidents: readonly SeenIncident[];
  /** For each time asked about: what it would have said had a person declared an incident then, four minutes later. */
  readonly declared: readonly SeenIncident['causes'][];
  /** Minutes before the fault, and those of them in which an incident was open that named a cause. */
  readonly quiet: { readonly minutes: number; readonly blamed: number };
}

/** All that a declared incident is told by lies within this time after it. */
const TOLD_WITHIN_MS = 4 * MINUTE;

/** `declaredAt`: times at which a person might have declared an incident without saying where. */
export function replayInMemory(
  fault: RecordedFault,
  recording: Recording,
  faults: readonly RecordedFault[],
  declaredAt: readonly Timestamp[] = [],
): ReplayedFault {
  const store = createMemoryStore();
  const tools = createBatchTools(createDefaultRedactor(EVALUATION_KEY));
  const engine = createAnalysisEngine({ prediction: {} });
  const incidents = new Map<IncidentId, Incident>();
  const declared = new Map<Timestamp, SeenIncident['causes']>();
  const causesOf = (incident: Incident): SeenIncident['causes'] =>
    incident.hypotheses
      .filter((hypothesis) => hypothesis.state !== 'ruled_out')
      .map(({ entity, score }) => ({ service: bareName(store.nameOf(entity)), score }));
  let first: Timestamp | undefined;
  for (const { minute, requests } of faultMinutes(fault, recording, faults, 0)) {
    const range = { from: minute, to: minute + MINUTE };
    first ??= minute;
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
    for (const at of declaredAt) {
      if (declared.has(at) || range.to < at + TOLD_WITHIN_MS) continue;
      const wanted = { from: at - MINUTE, to: at + TOLD_WITHIN_MS };
      declared.set(at, causesOf(engine.explain(declaration(at), store.spans(wanted), range.to)));
    }
  }
  const shown = [...incidents.values()].filter((incident) => incident.state !== 'merged');
  return {
    incidents: shown.map((incident) => ({
      id: incident.id,
      detectedAt: incident.detectedAt,
      resolvedAt: incident.resolvedAt,
      title: incident.title,
      causes: causesOf(incident),
    })),
    declared: declaredAt.map((at) => declared.get(at) ?? []),
    quiet: quietMinutes(shown, { from: first ?? fault.at, to: startOfMinute(fault.at) - MINUTE }),
  };
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

function quietMinutes(incidents: readonly Incident[], quiet: TimeRange): ReplayedFault['quiet'] {
  const naming = incidents.filter(({ hypotheses }) => hypotheses.some(({ state }) => state === 'leading'));
  let blamed = 0;
  for (let minute = quiet.from; minute < quiet.to; minute += MINUTE) {
    const isOpen = ({ detectedAt, resolvedAt }: Incident): boolean =>
      detectedAt <= minute && (resolvedAt === undefined || resolvedAt > minute);
    if (naming.some(isOpen)) blamed++;
  }
  return { minutes: Math.max(0, (quiet.to - quiet.from) / MINUTE), blamed };
}

function bareName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
