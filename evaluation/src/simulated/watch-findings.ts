import type { AnomalyId } from '@foreshock/model/anomaly.ts';
import type { Change } from '@foreshock/model/change.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Findings } from '@foreshock/model/findings.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import { type Incident, type IncidentId, type Severity, severities } from '@foreshock/model/incident.ts';
import type { Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import { HOUR, type Timestamp } from '@foreshock/model/time.ts';
import type { SeenForecast, SeenIncident, SeenWarning } from './run-record.ts';

/** Looks on as a person would: remembers when each warning and incident was first seen and what it said. */
export interface Watch {
  see(findings: Findings, changes: readonly Change[]): void;
  /** An incident with its causes. */
  seeExplained(incident: Incident): void;
  warnings(): SeenWarning[];
  incidents(): SeenIncident[];
  forecasts(): SeenForecast[];
}

const CHANGES_SEEN_MS = HOUR;

export function createWatch(nameOf: (entity: EntityId) => string): Watch {
  const warnings = new Map<PredictionId, SeenWarning>();
  const incidents = new Map<IncidentId, { readonly latest: Incident; readonly worst: Severity }>();
  const forecasts: SeenForecast[] = [];
  const changes: Change[] = [];
  const entityOfAnomaly = new Map<AnomalyId, EntityId>();

  function seeIncident(incident: Incident): void {
    const before = incidents.get(incident.id)?.worst ?? 'minor';
    const worst = severities.indexOf(incident.severity) > severities.indexOf(before) ? incident.severity : before;
    incidents.set(incident.id, { latest: incident, worst });
  }

  return {
    see(findings, changed) {
      changes.push(...changed);
      for (const anomaly of findings.anomalies) entityOfAnomaly.set(anomaly.id, anomaly.entity);
      for (const incident of findings.incidents) seeIncident(incident);
      for (const prediction of findings.predictions)
        warnings.set(prediction.id, seenAgain(warnings.get(prediction.id), prediction, nameOf));
      for (const entry of findings.ledger) {
        if (entry.type !== 'forecast') continue;
        const { failure, issuedAt, horizon, shown, weight, delivery, calibrated, tiers } = entry;
        const { hazard, stack } = tiers;
        const entity = nameOf(entry.entity);
        forecasts.push({
          entity,
          failure,
          issuedAt,
          horizon,
          probability: shown,
          weight,
          shown: delivery !== 'none',
          ...(hazard !== undefined && stack !== undefined && { inShadow: { hazard, stack, calibrated } }),
        });
      }
    },
    seeExplained: seeIncident,
    warnings: () => [...warnings.values()],
    incidents: () =>
      [...incidents.values()].map(({ latest, worst }) => ({
        id: latest.id,
        title: latest.title,
        state: latest.state,
        severity: worst,
        startedAt: latest.startedAt,
        detectedAt: latest.detectedAt,
        ...(latest.resolvedAt !== undefined && { resolvedAt: latest.resolvedAt }),
        ...(latest.mergedInto && { mergedInto: latest.mergedInto }),
        reopened: latest.reopened,
        ...(latest.impact.requestShare !== undefined && { requestShare: latest.impact.requestShare }),
        causes: causesOf(latest.hypotheses, nameOf),
        mostAnomalies: mostCommon(latest.anomalies.flatMap((id) => entityOfAnomaly.get(id) ?? [])).map(nameOf),
        lastChanged: lastChanged(changes, latest.startedAt).map(nameOf),
      })),
    forecasts: () => forecasts,
  };
}

function seenAgain(
  known: SeenWarning | undefined,
  prediction: Prediction,
  nameOf: (entity: EntityId) => string,
): SeenWarning {
  const { odds, state, updatedAt } = prediction;
  const isOpen = state === 'active' || state === 'shadow' || state === 'frozen';
  const told = isOpen ? odds.probability : 0;
  const firstState = known?.firstState ?? state;
  const endedAt = isOpen ? undefined : (known?.endedAt ?? updatedAt);
  return {
    id: prediction.id,
    entity: nameOf(prediction.entity),
    failure: prediction.failure,
    issuedAt: prediction.issuedAt,
    firstState,
    display: odds.display,
    ...(endedAt !== undefined && { endedAt }),
    outcome: prediction.outcome,
    highest: Math.max(known?.highest ?? 0, told),
    deliveredPercent: (known?.deliveredPercent ?? false) || (state === 'active' && odds.display === 'percent'),
    causes: known?.causes ?? causesOf(prediction.hypotheses, nameOf),
    course: isOpen ? [...(known?.course ?? []), [updatedAt, odds.probability]] : (known?.course ?? []),
  };
}

/** Distinct, the most likely first; what was ruled out is no candidate. */
function causesOf(hypotheses: readonly Hypothesis[], nameOf: (entity: EntityId) => string): string[] {
  return [...new Set(hypotheses.filter(({ state }) => state !== 'ruled_out').map(({ entity }) => nameOf(entity)))];
}

function mostCommon(entities: readonly EntityId[]): EntityId[] {
  const counts = new Map<EntityId, number>();
  for (const entity of entities) counts.set(entity, (counts.get(entity) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([entity]) => entity);
}

function lastChanged(changes: readonly Change[], before: Timestamp): EntityId[] {
  const recent = changes.filter(({ time }) => time <= before && before - time <= CHANGES_SEEN_MS);
  return [...new Set(recent.sort((a, b) => b.time - a.time).map(({ entity }) => entity))];
}
