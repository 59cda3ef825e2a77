import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident, IncidentId, IncidentState } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, formatDuration, formatTime, HOUR, MINUTE, parseTime } from '@foreshock/model/time.ts';
import { findAnomalies } from '../../store/metadata/anomalies.ts';
import { markIncidentCause } from '../../store/metadata/cause-marks.ts';
import {
  acknowledgeIncident,
  declareIncident,
  dismissIncident,
  mergeIncident,
  resolveIncident,
  withdrawAcknowledgement,
} from '../../store/metadata/incident-commands.ts';
import { listVerdicts } from '../../store/metadata/incident-verdicts.ts';
import { findIncident, listIncidentActivity, listIncidents } from '../../store/metadata/incidents.ts';
import { findPredictions } from '../../store/metadata/predictions.ts';
import { findConfirmedCause } from '../../store/metadata/read-confirmed-causes.ts';
import { causeWord } from '../cause-word.ts';
import { drillsAround } from '../drills-around.ts';
import type { Handlers } from '../execute-operation.ts';
import { changesById, type HandlerTools } from '../handler-tools.ts';
import { incidentAsOf } from '../incident-as-of.ts';
import { parseStates } from '../parse-states.ts';
import { readTemplateLinks } from '../read-template-links.ts';
import { resolveRange } from '../time-range.ts';
import { toldNarrative } from '../told-narrative.ts';
import { viewAnomaly } from '../views/anomaly-view.ts';
import { viewHypothesis, viewNarrative, viewRecommendation } from '../views/cause-view.ts';
import { withClosure } from '../views/closure-claim.ts';
import { viewConfirmed } from '../views/confirmed-cause-view.ts';
import { viewEvidence } from '../views/evidence-view.ts';
import { nextStepOf } from '../views/impact.ts';
import { viewIncident } from '../views/incident-view.ts';
import { headlineOf } from '../views/prediction-view.ts';
import { askAgain } from '../views/sparkline.ts';
import { viewToldNoise } from '../views/told-noise-view.ts';
import { viewWords } from '../views/told-view.ts';

type IncidentHandlers = Pick<
  Handlers,
  | 'listIncidents'
  | 'getIncident'
  | 'getIncidentTimeline'
  | 'acknowledgeIncident'
  | 'withdrawIncidentAcknowledgement'
  | 'resolveIncident'
  | 'dismissIncident'
  | 'mergeIncident'
  | 'declareIncident'
  | 'markIncidentCause'
>;

export const INCIDENT_STATES = [
  'open',
  'acknowledged',
  'resolved',
  'reviewed',
  'merged',
  'dismissed',
] as const satisfies readonly IncidentState[];

/** As a list has it. */
export async function summarizeIncident(tools: HandlerTools, tenant: TenantId, incident: Incident) {
  const foretold = await findPredictions(tools.db, tenant, incident.predictions);
  const entities = await tools.directories.of(tenant);
  const drillIdOf = await drillsAround(tools, tenant, [incident], entities);
  return viewIncident(incident, foretold, entities, await changesAround(tools, tenant, incident), drillIdOf);
}

function changesAround({ store }: HandlerTools, tenant: TenantId, incident: Incident) {
  return changesById(store.tenant(tenant), { from: incident.startedAt - DAY, to: incident.updatedAt + HOUR });
}

export function incidentHandlers(tools: HandlerTools): IncidentHandlers {
  const { db, clock, store } = tools;
  const answer = async (tenant: TenantId, result: Result<Incident>) =>
    result.ok ? success(await summarizeIncident(tools, tenant, result.value)) : result;

  return {
    async listIncidents({ input, caller }) {
      const states = parseStates(input.state, INCIDENT_STATES);
      if (!states.ok) return states;
      const range = input.from === undefined && input.to === undefined ? undefined : resolveRange(input, clock.now());
      if (range && !range.ok) return range;
      const asOf = input.asOf === undefined ? undefined : parseTime(input.asOf);
      if (input.asOf !== undefined && (asOf === undefined || states.value || range))
        return failure(
          'input-invalid',
          `asOf is "${input.asOf}": expected a time, without state, from and to beside it`,
        );
      // Before the list is read: what comes in between is then told twice, and never missed.
      const watchFrom = await tools.feed.head(caller.tenant);
      const page = await listIncidents(db, caller.tenant, {
        limit: input.limit,
        ...(states.value && { states: states.value }),
        ...(input.entity !== undefined && { entity: input.entity as EntityId }),
        ...(range && { range: range.value }),
        ...(asOf !== undefined && { goingOnAt: asOf }),
        ...(input.cursor !== undefined && { cursor: input.cursor }),
      });
      if (!page.ok) return page;
      const entities = await tools.directories.of(caller.tenant);
      const items = asOf === undefined ? page.value.items : page.value.items.map((item) => incidentAsOf(item, asOf));
      const foretold = await findPredictions(db, caller.tenant, [
        ...new Set(items.flatMap((incident) => incident.predictions)),
      ]);
      const earliest = Math.min(clock.now(), ...items.map((incident) => incident.startedAt));
      const changes = await changesById(store.tenant(caller.tenant), { from: earliest - DAY, to: clock.now() + HOUR });
      const drillIdOf = await drillsAround(tools, caller.tenant, items, entities);
      return success({
        items: items.map((incident) =>
          viewIncident(
            incident,
            foretold.filter((prediction) => incident.predictions.includes(prediction.id)),
            entities,
            changes,
            drillIdOf,
          ),
        ),
        next: page.value.next ?? null,
        watchFrom,
      });
    },

    async getIncident({ input, caller }) {
      const incident = await findIncident(db, caller.tenant, input.id as IncidentId);
      if (!incident) return notFound(input.id);
      const confirmed = await findConfirmedCause(db, caller.tenant, incident.id);
      const telemetry = store.tenant(caller.tenant);
      const entities = await tools.directories.of(caller.tenant);
      const changes = await changesAround(tools, caller.tenant, incident);
      const foretold = await findPredictions(db, caller.tenant, incident.predictions);
      const anomalies = await findAnomalies(db, caller.tenant, [
        ...incident.anomalies,
        ...incident.suppressed.map((held) => held.anomaly),
      ]);
      const byId = new Map(anomalies.map((anomaly) => [anomaly.id, anomaly]));
      const told = await toldNarrative(tools, caller.tenant, incident);
      const linked = input.include && (await readTemplateLinks(tools, caller.tenant, incident.id));
      if (linked && !linked.ok) return linked;
      const end = (incident.resolvedAt ?? incident.updatedAt) + MINUTE;
      const evidence = await Promise.all(
        incident.evidence.map(async (fact) => {
          const sparkline = await askAgain(
            fact.query,
            { from: Math.max(incident.startedAt, end - 2 * HOUR) - HOUR, to: end },
            telemetry,
          );
          return {
            ...viewEvidence(fact, entities),
            sparkline: sparkline ?? null,
            availability: sparkline ? ('live' as const) : ('archived' as const),
          };
        }),
      );
      return success({
        ...viewIncident(
          incident,
          foretold,
          entities,
          changes,
          await drillsAround(tools, caller.tenant, [incident], entities),
        ),
        predictions: foretold.map((prediction) => ({
          id: prediction.id,
          headline: headlineOf(prediction, entities),
          probability: prediction.odds.display === 'percent' ? prediction.odds.probability : null,
          lead: formatDuration(Math.max(0, incident.startedAt - prediction.issuedAt)),
          outcome: prediction.outcome,
        })),
        anomalies: incident.anomalies
          .flatMap((id) => byId.get(id) ?? [])
          .map((anomaly) => viewAnomaly(anomaly, entities)),
        suppressed: incident.suppressed.flatMap(({ anomaly: id, reason }) => {
          const anomaly = byId.get(id);
          return anomaly
            ? [{ anomaly: id, measure: anomaly.measure, entity: entities.ref(anomaly.entity), reason }]
            : [];
        }),
        hypotheses: incident.hypotheses.map((hypothesis) => viewHypothesis(hypothesis, entities, changes)),
        evidence,
        recommendations: told.recommendations.map((one) => viewRecommendation(one, entities)),
        orderedBy: told.orderedBy,
        narrative: viewNarrative(withClosure(told.narrative, incident), told.note),
        changes: [...changes.values()]
          .filter((change) => change.time >= incident.startedAt - 2 * HOUR && change.time <= end)
          .map((change) => ({
            id: change.id,
            entity: entities.ref(change.entity),
            time: formatTime(change.time),
            kind: change.kind,
            text: change.text,
          })),
        next: nextStepOf(told.recommendations[0]?.recommendation, entities),
        verdicts: viewWords(await listVerdicts(db, caller.tenant, incident.id), caller.name),
        toldNoise: await viewToldNoise(db, caller, incident, anomalies, entities),
        trueCause: confirmed ? viewConfirmed(confirmed, entities) : null,
        templateLinks: linked?.value.items ?? null,
        links: { html: `/i/${incident.id}` },
      });
    },

    async getIncidentTimeline({ input, caller }) {
      const incident = await findIncident(db, caller.tenant, input.id as IncidentId);
      if (!incident) return notFound(input.id);
      const activity = await listIncidentActivity(db, caller.tenant, incident.id);
      return success({ items: activity.map((line) => ({ ...line, time: formatTime(line.time) })) });
    },

    async acknowledgeIncident({ input, caller }) {
      const act = { by: caller.name, now: clock.now(), note: input.note ?? '' };
      return answer(caller.tenant, await acknowledgeIncident(db, caller.tenant, input.id as IncidentId, act));
    },

    async withdrawIncidentAcknowledgement({ input, caller }) {
      const act = { by: caller.name, now: clock.now(), note: 'taken back' };
      return answer(caller.tenant, await withdrawAcknowledgement(db, caller.tenant, input.id as IncidentId, act));
    },

    async resolveIncident({ input, caller }) {
      const act = { by: caller.name, now: clock.now(), note: input.note ?? '' };
      return answer(caller.tenant, await resolveIncident(db, caller.tenant, input.id as IncidentId, act));
    },

    async dismissIncident({ input, caller }) {
      const act = { by: caller.name, now: clock.now(), note: input.reason };
      return answer(caller.tenant, await dismissIncident(db, caller.tenant, input.id as IncidentId, act));
    },

    async mergeIncident({ input, caller }) {
      const act = { by: caller.name, now: clock.now(), note: input.note ?? '' };
      const [id, into] = [input.id as IncidentId, input.into as IncidentId];
      return answer(caller.tenant, await mergeIncident(db, caller.tenant, id, into, act));
    },

    async declareIncident({ input, caller }) {
      const entity = input.entity as EntityId;
      const entities = await tools.directories.of(caller.tenant, [entity]);
      if (!entities.find(entity))
        return failure('entity-not-found', `no entity has the id "${input.entity}": see GET /api/v1/entities`);
      const now = clock.now();
      const startedAt = input.startedAt === undefined ? now : parseTime(input.startedAt);
      if (startedAt === undefined || startedAt > now)
        return failure('input-invalid', `startedAt is "${input.startedAt}": expected a time that has passed`);
      const declared = { title: input.title, severity: input.severity, entity, startedAt };
      return answer(
        caller.tenant,
        success(await declareIncident(db, caller.tenant, declared, { by: caller.name, now })),
      );
    },

    async markIncidentCause({ input, caller }) {
      const word = await causeWord(tools, caller, input);
      const marked = await markIncidentCause(db, caller.tenant, input.id as IncidentId, word);
      if (!marked.ok) return marked;
      const entities = await tools.directories.of(caller.tenant);
      const changes = await changesAround(tools, caller.tenant, marked.value);
      return success({
        hypotheses: marked.value.hypotheses.map((hypothesis) => viewHypothesis(hypothesis, entities, changes)),
      });
    },
  };
}

function notFound(id: string): Result<never> {
  return failure('incident-not-found', `no incident has the id "${id}": see GET /api/v1/incidents`);
}
