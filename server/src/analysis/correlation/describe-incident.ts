import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Incident, IncidentEntity, Severity } from '@foreshock/model/incident.ts';
import { BURN_UNIT } from '@foreshock/model/slo-burn.ts';
import { describeFact } from '@foreshock/model/wording/measure-words.ts';
import type { Group, GroupBurn } from './group.ts';
import { isHarm } from './harm.ts';
import { titleOf } from './incident-title.ts';

/** Share of user-facing requests from which harm is major or critical; 1.44 % burns a 99.9 % month at 14.4x. */
const MAJOR_SHARE = 0.0144;
const CRITICAL_SHARE = 0.25;

/** The incident as kept; causes, evidence and story are filled in by the steps after. */
export function incidentOf(
  group: Group,
  entities: ReadonlyMap<EntityId, Entity>,
  dataTrust: number,
  now: number,
): Incident {
  const members = [...group.members.values()].sort(byImportance);
  const symptom = members[0];
  return {
    id: group.id,
    state: group.state,
    frozen: group.frozen,
    severity: severityOf(group, members),
    title: symptom ? titleOf(symptom, entities) : 'incident',
    origin: 'rule',
    startedAt: group.startedAt,
    detectedAt: group.detectedAt,
    updatedAt: now,
    ...(group.resolvedAt !== undefined && { resolvedAt: group.resolvedAt }),
    ...(group.closure !== undefined && { closure: group.closure }),
    dataTrust,
    entities: rolesOf(members),
    anomalies: members.map((member) => member.id),
    suppressed: [...group.suppressed].map(([anomaly, reason]) => ({ anomaly, reason })),
    impact: {
      ...(group.requestShare !== undefined && { requestShare: group.requestShare }),
      ...(group.burn && { slo: sloOf(group.burn) }),
      services: new Set(members.filter((member) => isHarm(member)).map((member) => member.entity)).size,
    },
    predictions: group.predictions,
    hypotheses: [],
    evidence: [],
    recommendations: [],
    narrative: { by: 'template', claims: [] },
    ...(group.mergedInto && { mergedInto: group.mergedInto }),
    reopened: group.reopened,
  };
}

/** Harm to users first, then harm at all, then how surprising; ties by age and id. */
function byImportance(a: Anomaly, b: Anomaly): number {
  return importance(b) - importance(a) || b.surprise - a.surprise || a.onset - b.onset || (a.id < b.id ? -1 : 1);
}

/** A burn says less of what happens than what makes it burn. */
function importance(anomaly: Anomaly): number {
  if (anomaly.unit === BURN_UNIT) return 0.5;
  return (anomaly.marks.includes('user-facing') ? 4 : 0) + (isHarm(anomaly) ? 2 : 0) + (anomaly.hard ? 1 : 0);
}

function severityOf(group: Group, members: readonly Anomaly[]): Severity {
  const share = group.requestShare ?? 0;
  if (share >= CRITICAL_SHARE || group.burn?.met === 'fast') return 'critical';
  if (share >= MAJOR_SHARE || group.burn?.met === 'slow') return 'major';
  return members.some((member) => member.hard && member.marks.includes('user-facing')) ? 'major' : 'minor';
}

function sloOf({ id, name, burn1h, burn5m }: GroupBurn): NonNullable<Incident['impact']['slo']> {
  return { id, name, burn1h, burn5m };
}

function rolesOf(members: readonly Anomaly[]): IncidentEntity[] {
  const roles = new Map<EntityId, IncidentEntity['role']>();
  for (const member of members) {
    const known = roles.get(member.entity);
    if (known === 'symptom') continue;
    roles.set(member.entity, isHarm(member) ? 'symptom' : (known ?? 'context'));
  }
  return [...roles].map(([entity, role]) => ({ entity, role }));
}

/** One line for the timeline when an anomaly joins. */
export function joinedText(anomaly: Anomaly, entities: ReadonlyMap<EntityId, Entity>): string {
  const name = entities.get(anomaly.entity)?.name ?? anomaly.entity;
  const kind =
    anomaly.signal === 'events'
      ? 'event'
      : anomaly.signal === 'logs'
        ? 'log'
        : anomaly.signal === 'traces'
          ? 'trace'
          : 'metric';
  return `${name}: ${describeFact({ ...anomaly, kind })}`;
}
