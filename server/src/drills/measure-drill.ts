import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { aboutOf, beganAt, type Drill, type DrillFault, type DrillResult, drillOf } from '@foreshock/model/drill.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { startOfMinute, type Timestamp } from '@foreshock/model/time.ts';

export interface FoundMeanwhile {
  readonly anomalies: readonly Anomaly[];
  readonly predictions: readonly Prediction[];
  readonly incidents: readonly Incident[];
  readonly nameOf: (id: EntityId) => string;
  /** How far analysis is. */
  readonly until: Timestamp;
}

export interface BegunDrill extends Drill {
  readonly startedAt: Timestamp;
  readonly fault: DrillFault;
}

/** Holds what the platform found by itself against what was done. Nothing here reaches analysis. */
export function measureDrill(drill: BegunDrill, found: FoundMeanwhile): DrillResult {
  const { fault, startedAt, onset } = drill;
  const { nameOf, until } = found;
  const isOwn = (finding: Incident | Prediction): boolean => drillOf([drill], finding, nameOf) !== undefined;
  const began = startOfMinute(startedAt);
  const anomalies = found.anomalies.filter(
    (anomaly) => anomaly.onset >= began && fault.touches.includes(nameOf(anomaly.entity)),
  );
  const calls = found.predictions.filter((one) => isTold(one) && isOwn(one)).sort((a, b) => a.issuedAt - b.issuedAt);
  // One that became part of another was found all the same; its causes are then told there.
  const incidents = found.incidents.filter(isOwn).sort((a, b) => a.detectedAt - b.detectedAt);
  const [call] = calls;
  const [incident] = incidents;
  const [firstAnomalyAt] = anomalies.map((anomaly) => anomaly.onset).sort((a, b) => a - b);
  const told = found.incidents.find(({ id }) => id === incident?.mergedInto) ?? incident;
  const rank = told ? rankOf(told, fault.rootCause, nameOf) : undefined;
  return {
    until,
    ...(firstAnomalyAt !== undefined && { firstAnomalyAt }),
    ...(call && {
      firstCall: {
        prediction: call.id,
        failure: call.failure,
        issuedAt: call.issuedAt,
        ...(onset !== undefined && { lead: onset - call.issuedAt }),
      },
    }),
    ...(incident && {
      incident: {
        id: incident.id,
        detectedAt: incident.detectedAt,
        after: incident.detectedAt - startedAt,
        ...(onset !== undefined && { afterHarm: incident.detectedAt - onset }),
      },
    }),
    ...(rank !== undefined && { causeRank: rank }),
    hypotheses: told?.hypotheses.length ?? 0,
    falseAlarms: [...found.incidents, ...found.predictions.filter(isTold)]
      .filter((finding) => beganAt(finding) >= began && isFalseAlarm(finding, drill, nameOf))
      .map(({ id }) => id),
  };
}

/** What stays in the shadow is told to nobody, and so is neither a call nor a false alarm. */
function isTold({ state }: Prediction): boolean {
  return state !== 'shadow';
}

function rankOf({ hypotheses }: Incident, rootCause: string, nameOf: FoundMeanwhile['nameOf']): number | undefined {
  const at = hypotheses.findIndex(({ entity }) => nameOf(entity) === rootCause);
  return at < 0 ? undefined : at + 1;
}

/** About nothing that this fault reaches, nor one of the others that went on. */
function isFalseAlarm(
  finding: Incident | Prediction,
  { fault, others = [] }: BegunDrill,
  nameOf: FoundMeanwhile['nameOf'],
): boolean {
  if ('mergedInto' in finding && finding.mergedInto !== undefined) return false;
  const explained = new Set([...fault.reach, ...others]);
  return !aboutOf(finding).some((id) => explained.has(nameOf(id)));
}
