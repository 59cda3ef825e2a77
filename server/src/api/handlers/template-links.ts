import type { IncidentId } from '@foreshock/model/incident.ts';
import { failure } from '@foreshock/model/known-error.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import { markTemplateLink } from '../../store/metadata/link-marks.ts';
import type { Handlers } from '../execute-operation.ts';
import { type HandlerTools, invalid } from '../handler-tools.ts';
import { readTemplateLinks } from '../read-template-links.ts';

export function templateLinkHandlers(tools: HandlerTools): Pick<Handlers, 'listTemplateLinks' | 'markTemplateLink'> {
  const { db, clock, store } = tools;
  return {
    listTemplateLinks: ({ input, caller }) => readTemplateLinks(tools, caller.tenant, input.id as IncidentId),

    async markTemplateLink({ input, caller }) {
      const id = input.id as IncidentId;
      if (!(await findIncident(db, caller.tenant, id)))
        return failure('incident-not-found', `no incident has the id "${id}": see GET /api/v1/incidents`);
      const templates = [input.first as TemplateId, input.second as TemplateId] as const;
      const first = await store.tenant(caller.tenant).selectTemplate(templates[0]);
      const second = await store.tenant(caller.tenant).selectTemplate(templates[1]);
      if (!first.ok) return first;
      if (!second.ok) return second;
      if (!first.value || !second.value)
        return invalid(
          `there is no log template ${first.value ? input.second : input.first}: see GET /api/v1/templates`,
        );
      if (first.value.entity === second.value.entity)
        return invalid('first and second are of one service: expected log templates of different services');
      const says = input.says === 'nothing' ? undefined : input.says;
      const word = { templates, says, by: caller.name, now: clock.now() };
      const marked = await markTemplateLink(db, caller.tenant, id, word);
      return marked.ok ? readTemplateLinks(tools, caller.tenant, id) : marked;
    },
  };
}
