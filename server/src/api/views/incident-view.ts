import type { IncidentSummary } from '@foreshock/contract/operations/incidents.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { formatDuration, formatTime } from '@foreshock/model/time.ts';
import type { z } from 'zod';
import type { DrillIdOf } from '../drills-around.ts';
import { type ChangesById, causeInWords } from './cause-view.ts';
import type { EntityDirectory } from './entity-view.ts';
import { viewSnooze } from './snooze-view.ts';

/** `foretold`: the predictions linked to the incident. */
export function viewIncident(
  incident: Incident,
  foretold: readonly Prediction[],
  entities: EntityDirectory,
  changes: ChangesById,
  drillIdOf: DrillIdOf,
): z.output<typeof IncidentSummary> {
  const [first] = [...foretold].sort((a, b) => a.issuedAt - b.issuedAt);
  return {
    id: incident.id,
    state: incident.state,
    frozen: incident.frozen,
    severity: incident.severity,
    title: incident.title,
    origin: incident.origin,
    startedAt: formatTime(incident.startedAt),
    detectedAt: formatTime(incident.detectedAt),
    resolvedAt: incident.resolvedAt === undefined ? null : formatTime(incident.resolvedAt),
    closure: incident.closure ?? null,
    dataTrust: incident.dataTrust,
    entities: incident.entities.map(({ entity, role }) => ({ ...entities.ref(entity), role })),
    impact: {
      requestShare: incident.impact.requestShare ?? null,
      services: incident.impact.services,
      slo: incident.impact.slo ?? null,
    },
    cause: causeInWords(incident.hypotheses, entities, changes),
    predicted: first ? { id: first.id, lead: formatDuration(Math.max(0, incident.startedAt - first.issuedAt)) } : null,
    acknowledgedBy: incident.acknowledgedBy ?? null,
    acknowledgedAt: incident.acknowledgedAt === undefined ? null : formatTime(incident.acknowledgedAt),
    snooze: viewSnooze(incident.snooze),
    mergedInto: incident.mergedInto ?? null,
    reopened: incident.reopened,
    drill: drillIdOf(incident),
  };
}
