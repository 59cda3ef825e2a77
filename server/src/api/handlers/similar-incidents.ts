import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { failure, success } from '@foreshock/model/known-error.ts';
import { type IncidentTraits, similarIncidents } from '@foreshock/model/similar-incidents.ts';
import { DAY, formatDuration, formatTime, HOUR } from '@foreshock/model/time.ts';
import { findAnomalies } from '../../store/metadata/anomalies.ts';
import { findIncident, listIncidents } from '../../store/metadata/incidents.ts';
import { readConfirmedCauses } from '../../store/metadata/read-confirmed-causes.ts';
import type { Handlers } from '../execute-operation.ts';
import { changesById, type HandlerTools } from '../handler-tools.ts';
import { causeInWords } from '../views/cause-view.ts';
import type { EntityDirectory } from '../views/entity-view.ts';

/** Older ones tell of another system. */
const MOST_COMPARED = 500;
/** The first anomalies of an incident say what it was; the rest is its spread. */
const MOST_ANOMALIES = 40;
const MOST_SHOWN = 5;

export function similarIncidentHandlers(tools: HandlerTools): Pick<Handlers, 'listSimilarIncidents'> {
  const { db, store } = tools;
  return {
    async listSimilarIncidents({ input, caller }) {
      const { tenant } = caller;
      const asked = await findIncident(db, tenant, input.id as IncidentId);
      if (!asked)
        return failure('incident-not-found', `no incident has the id "${input.id}": see GET /api/v1/incidents`);
      const page = await listIncidents(db, tenant, { states: ['resolved', 'reviewed'], limit: MOST_COMPARED });
      if (!page.ok) return page;
      const past = page.value.items.filter(({ id, startedAt }) => id !== asked.id && startedAt < asked.startedAt);
      const ids = [asked, ...past].flatMap(({ anomalies }) => anomalies.slice(0, MOST_ANOMALIES));
      const anomalies = new Map((await findAnomalies(db, tenant, ids)).map((one) => [one.id, one]));
      const entities = await tools.directories.of(tenant);
      const confirmed = new Map((await readConfirmedCauses(db, tenant)).map((one) => [one.incident, one]));
      const traitsOf = (incident: Incident) => readTraits(incident, anomalies, entities);
      const similar = similarIncidents(traitsOf(asked), past.map(traitsOf), MOST_SHOWN);
      const byId = new Map(past.map((incident) => [incident.id, incident]));
      const items = await Promise.all(
        similar.map(async ({ id, similarity }) => {
          const { title, startedAt, resolvedAt, updatedAt, hypotheses } = byId.get(id)!;
          const told = confirmed.get(id);
          const range = { from: startedAt - DAY, to: updatedAt + HOUR };
          const named = told
            ? `${entities.short(told.entity)}${told.cause === 'unknown' ? '' : `, ${told.cause}`}`
            : causeInWords(hypotheses, entities, await changesById(store.tenant(tenant), range));
          return {
            id,
            title,
            similarity,
            startedAt: formatTime(startedAt),
            lasted: resolvedAt === undefined ? null : formatDuration(resolvedAt - startedAt),
            cause: named,
            confirmed: told !== undefined,
          };
        }),
      );
      return success({ items, compared: past.length });
    },
  };
}

/** Kinds of measures, log templates, kinds of entities with a signal, and the kind of the leading cause. */
function readTraits(
  { id, anomalies: members, hypotheses }: Incident,
  anomalies: ReadonlyMap<AnomalyId, Anomaly>,
  entities: EntityDirectory,
): IncidentTraits {
  const traits = new Set<string>();
  for (const member of members.slice(0, MOST_ANOMALIES)) {
    const anomaly = anomalies.get(member);
    if (!anomaly) continue;
    traits.add(`measure ${anomaly.kind}`);
    traits.add(`signal ${entities.ref(anomaly.entity).kind} ${anomaly.signal}`);
    if (anomaly.query.kind === 'template') traits.add(`template ${anomaly.query.template}`);
  }
  const leading = hypotheses.find(({ state }) => state === 'leading');
  if (leading) traits.add(`cause ${leading.cause}`);
  return { id, traits };
}
