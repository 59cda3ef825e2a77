import type { CauseType } from '@foreshock/model/hypothesis.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { fingerprintOf, type IncidentTrait, MOST_TRAIT_ANOMALIES } from '@foreshock/model/incident-record.ts';
import { failure, success } from '@foreshock/model/known-error.ts';
import { type IncidentTraits, similarIncidents } from '@foreshock/model/similar-incidents.ts';
import { DAY, formatDuration, formatTime, HOUR } from '@foreshock/model/time.ts';
import { findAnomalies } from '../../store/metadata/anomalies.ts';
import { findIncidentRecords, listFingerprints } from '../../store/metadata/incident-records.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import { readConfirmedCauses } from '../../store/metadata/read-confirmed-causes.ts';
import type { Handlers } from '../execute-operation.ts';
import { changesById, type HandlerTools } from '../handler-tools.ts';
import { actionInWords, causeInWords } from '../views/cause-view.ts';
import type { EntityDirectory } from '../views/entity-view.ts';

const MOST_SHOWN = 5;

export function similarIncidentHandlers(tools: HandlerTools): Pick<Handlers, 'listSimilarIncidents'> {
  const { db, store } = tools;
  return {
    async listSimilarIncidents({ input, caller }) {
      const { tenant } = caller;
      const asked = await findIncident(db, tenant, input.id as IncidentId);
      if (!asked)
        return failure('incident-not-found', `no incident has the id "${input.id}": see GET /api/v1/incidents`);
      const past = await listFingerprints(db, tenant, asked.startedAt);
      const anomalies = await findAnomalies(db, tenant, asked.anomalies.slice(0, MOST_TRAIT_ANOMALIES));
      const entities = await tools.directories.of(tenant);
      const confirmed = new Map((await readConfirmedCauses(db, tenant)).map((one) => [one.incident, one]));
      const leading = asked.hypotheses.find(({ state }) => state === 'leading');
      const similar = similarIncidents(
        { id: asked.id, traits: traitsOf(fingerprintOf(anomalies), leading?.cause, entities) },
        past.map(
          ({ id, fingerprint, cause }): IncidentTraits => ({
            id,
            traits: traitsOf(fingerprint, cause ?? undefined, entities),
          }),
        ),
        MOST_SHOWN,
      );
      const records = await findIncidentRecords(
        db,
        tenant,
        similar.map(({ id }) => id),
      );
      const byId = new Map(records.map((record) => [record.id, record]));
      // One may have opened again since.
      const still = similar.filter(({ id }) => byId.has(id));
      const items = await Promise.all(
        still.map(async ({ id, similarity }) => {
          const { title, startedAt, endedAt, closure, cause, actions } = byId.get(id)!;
          const told = confirmed.get(id);
          const range = { from: startedAt - DAY, to: endedAt + HOUR };
          const leads = cause ? [{ ...cause, state: 'leading' as const }] : [];
          const named = told
            ? `${entities.short(told.entity)}${told.cause === 'unknown' ? '' : `, ${told.cause}`}`
            : causeInWords(leads, entities, await changesById(store.tenant(tenant), range));
          return {
            id,
            title,
            similarity,
            startedAt: formatTime(startedAt),
            lasted: formatDuration(endedAt - startedAt),
            closure: closure ?? null,
            actions: actions.map((one) => ({ title: actionInWords(one, entities), state: one.state })),
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
function traitsOf(
  fingerprint: readonly IncidentTrait[],
  cause: CauseType | undefined,
  entities: EntityDirectory,
): ReadonlySet<string> {
  const traits = new Set<string>();
  for (const { entity, signal, kind, template } of fingerprint) {
    traits.add(`measure ${kind}`);
    traits.add(`signal ${entities.ref(entity).kind} ${signal}`);
    if (template !== undefined) traits.add(`template ${template}`);
  }
  if (cause) traits.add(`cause ${cause}`);
  return traits;
}
