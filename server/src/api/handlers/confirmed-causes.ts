import { lessonOf } from '@foreshock/model/confirmed-cause.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { failure, success } from '@foreshock/model/known-error.ts';
import { confirmCause, withdrawCause } from '../../store/metadata/confirmed-causes.ts';
import { findDrillOf } from '../../store/metadata/drills.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import { readConfirmedCauses } from '../../store/metadata/read-confirmed-causes.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { viewConfirmed } from '../views/confirmed-cause-view.ts';

export function confirmedCauseHandlers({
  db,
  clock,
  directories,
}: HandlerTools): Pick<Handlers, 'confirmIncidentCause' | 'withdrawIncidentCause' | 'listConfirmedCauses'> {
  return {
    async confirmIncidentCause({ input, caller }) {
      const entity = input.entity as EntityId;
      const entities = await directories.of(caller.tenant, [entity]);
      if (!entities.find(entity))
        return failure('entity-not-found', `no entity has the id "${input.entity}": see GET /api/v1/entities`);
      const incident = await findIncident(db, caller.tenant, input.id as IncidentId);
      const drill = incident && (await findDrillOf(db, caller.tenant, incident, (id) => entities.ref(id).name));
      // How often a fault is made on purpose says nothing of how often it comes by itself.
      if (drill)
        return failure(
          'state-conflict',
          `incident ${input.id} is of the drill ${drill.id}: its cause was made on purpose and teaches nothing`,
        );
      const confirmed = await confirmCause(db, caller.tenant, input.id as IncidentId, {
        entity,
        name: entities.short(entity),
        cause: input.cause,
        note: input.note ?? '',
        by: caller.name,
        now: clock.now(),
      });
      return confirmed.ok ? success(viewConfirmed(confirmed.value, entities)) : confirmed;
    },

    async withdrawIncidentCause({ input, caller }) {
      const act = { by: caller.name, now: clock.now() };
      const withdrawn = await withdrawCause(db, caller.tenant, input.id as IncidentId, act);
      return withdrawn.ok ? success({ id: input.id }) : withdrawn;
    },

    async listConfirmedCauses({ caller }) {
      const confirmed = await readConfirmedCauses(db, caller.tenant);
      const entities = await directories.of(caller.tenant);
      const pairs = new Map(
        confirmed
          .flatMap((one) => (one.named ? [one, one.named] : [one]))
          .map(({ entity, cause }) => [`${entity} ${cause}`, { entity, cause }]),
      );
      const now = clock.now();
      return success({
        items: confirmed.map((one) => viewConfirmed(one, entities)),
        lessons: [...pairs.values()].map((pair) => ({
          ...lessonOf(confirmed, pair, now),
          entity: entities.ref(pair.entity),
          cause: pair.cause,
        })),
        ranks: {
          first: confirmed.filter(({ rank }) => rank === 1).length,
          firstThree: confirmed.filter(({ rank = Number.POSITIVE_INFINITY }) => rank <= 3).length,
          all: confirmed.length,
        },
      });
    },
  };
}
