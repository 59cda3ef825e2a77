import { success } from '@foreshock/model/known-error.ts';
import type { Nomination } from '@foreshock/model/nomination.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, formatTime } from '@foreshock/model/time.ts';
import { countNominations, listConfirmed } from '../../store/metadata/nominations.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';

/** `isConfigured`: a language model is set up. */
export function nominationHandlers(
  { db, clock, store, directories }: HandlerTools,
  isConfigured: boolean,
): Pick<Handlers, 'listNominations'> {
  const textOf = async (tenant: TenantId, template: Nomination['template']): Promise<string | null> => {
    const found = await store.tenant(tenant).selectTemplate(template);
    return found.ok ? (found.value?.text ?? null) : null;
  };
  return {
    async listNominations({ input, caller }) {
      const since = clock.now() - input.days * DAY;
      const found = await listConfirmed(db, caller.tenant, { since, limit: input.limit });
      const entities = await directories.of(
        caller.tenant,
        found.map(({ entity }) => entity),
      );
      return success({
        configured: isConfigured,
        items: await Promise.all(
          found.map(async ({ id, time, by, template, entity, window, says, confirmation, inIncident }) => ({
            id,
            time: formatTime(time),
            by,
            template,
            text: await textOf(caller.tenant, template),
            entity: entities.ref(entity),
            from: formatTime(window.from),
            to: formatTime(window.to),
            says,
            observed: confirmation.observed,
            usual: confirmation.usual ?? null,
            inIncident: inIncident ?? null,
          })),
        ),
        counts: await countNominations(db, caller.tenant, since),
      });
    },
  };
}
