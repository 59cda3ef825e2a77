import type { AlertSubject } from '@foreshock/model/alert-state.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { isOver } from '../store/metadata/incident-marks.ts';
import type { PastIncident, PastPrediction } from '../store/metadata/past-subjects.ts';
import type { Entities } from '../store/telemetry/known-entities.ts';
import { fullName } from './entity-names.ts';

export function subjectOfIncident(
  incident: PastIncident & Pick<Incident, 'acknowledgedBy' | 'snooze'>,
  entities: Entities,
): AlertSubject {
  const all = incident.entities.map(({ entity }) => entity);
  const [hurt = all[0]] = incident.entities.filter(({ role }) => role === 'symptom').map(({ entity }) => entity);
  const ids = [...new Set(hurt === undefined ? all : [hurt, ...all])];
  const { requestShare } = incident.impact;
  return {
    kind: 'incident',
    id: incident.id,
    service: hurt === undefined ? incident.title : fullName(entities, hurt),
    services: ids.map((id) => fullName(entities, id)),
    entities: ids,
    severity: incident.severity,
    declared: incident.origin === 'declared',
    state: isOver(incident.state) ? 'over' : incident.frozen ? 'frozen' : 'open',
    ...(requestShare !== undefined && { requestShare }),
    ...(incident.acknowledgedBy !== undefined && { acknowledgedBy: incident.acknowledgedBy }),
    ...(incident.snooze && { snooze: incident.snooze }),
  };
}

export function subjectOfPrediction(
  prediction: PastPrediction & Pick<Prediction, 'acknowledgedBy' | 'snooze'>,
  entities: Entities,
): AlertSubject {
  const { odds, actBy, deadline, acknowledgedBy, snooze, state } = prediction;
  const name = fullName(entities, prediction.entity);
  return {
    kind: 'prediction',
    id: prediction.id,
    service: name,
    services: [name],
    entities: [prediction.entity],
    failure: prediction.failure,
    declared: false,
    odds: odds.display,
    state: state === 'closed' || state === 'withdrawn' ? 'over' : state === 'active' ? 'open' : state,
    ...(odds.display === 'percent' && { probability: odds.probability }),
    ...(actBy !== undefined && { actBy }),
    ...(deadline !== undefined && { deadline }),
    ...(acknowledgedBy !== undefined && { acknowledgedBy }),
    ...(snooze && { snooze }),
  };
}

/** `fs:acme:shop/checkout-db:pool_exhausted:prd_01`: what belongs together on a channel. */
export function threadOf(tenant: string, { service, failure, kind, id }: AlertSubject): string {
  const end = `:${failure ?? kind}:${id}`;
  return `fs:${tenant}:${service}`.slice(0, 255 - end.length) + end;
}

/** What a subject hangs on: the leading cause, and the nodes that it runs on. */
export function reliesOn(finding: Incident | Prediction, about: readonly EntityId[], entities: Entities): EntityId[] {
  const leading = finding.hypotheses.find(({ state }) => state === 'leading' || state === 'confirmed')?.entity;
  const nodes = about.flatMap((id) => {
    const own = entities.get(id)?.nodes ?? [];
    // Only what has no other node to run on falls with it.
    return own.length === 1 ? own : [];
  });
  return [...new Set([...(leading === undefined ? [] : [leading]), ...nodes])];
}
