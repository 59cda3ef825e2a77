import type { IncidentId } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { LinkCandidate } from '@foreshock/model/template-link.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { linkByRule } from '../../linking/link-by-rule.ts';
import { linksOfIncident } from '../../linking/links-of-incident.ts';
import { readLinkSources } from '../../linking/read-link-sources.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import { listLinkMarks, markTemplateLink } from '../../store/metadata/link-marks.ts';
import { findWordedLinks } from '../../store/metadata/worded-links.ts';
import type { Handlers } from '../execute-operation.ts';
import { type HandlerTools, invalid } from '../handler-tools.ts';
import { viewLinkEnd, viewTemplateLink } from '../views/template-link-view.ts';

export function templateLinkHandlers(tools: HandlerTools): Pick<Handlers, 'listTemplateLinks' | 'markTemplateLink'> {
  const { db, clock, store } = tools;

  async function linksOf(tenant: TenantId, id: IncidentId) {
    const incident = await findIncident(db, tenant, id);
    if (!incident) return notFound(id);
    const read = await readLinkSources(incident, store.tenant(tenant), clock.now());
    if (!read.ok) return read;
    const { sources, window } = read.value;
    const marks = await listLinkMarks(db, tenant, id);
    const worded = await findWordedLinks(db, tenant, id);
    const others = await readOthers(
      tenant,
      marks.flatMap(({ templates }) => templates),
    );
    const { links, unlinked } = linksOfIncident(linkByRule(sources), { marks, worded, find: (one) => others.get(one) });
    const { candidates } = sources;
    const entities = await tools.directories.of(
      tenant,
      candidates.map(({ entity }) => entity),
    );
    return success({
      from: formatTime(window.from),
      to: formatTime(window.to),
      items: links.map((link) => viewTemplateLink(link, window, entities)),
      unlinked: unlinked.map((link) => viewTemplateLink(link, window, entities)),
      candidates: candidates.map((one) => viewLinkEnd(one, window, entities)),
      model: { by: worded?.by || null, suggested: worded?.suggested ?? 0, confirmed: worded?.links.length ?? 0 },
    });
  }

  /** Templates that a person named, as they are known at all: they need not be new in the incident. */
  async function readOthers(tenant: TenantId, ids: readonly TemplateId[]): Promise<Map<TemplateId, LinkCandidate>> {
    const found = new Map<TemplateId, LinkCandidate>();
    for (const id of new Set(ids)) {
      const template = await store.tenant(tenant).selectTemplate(id);
      if (!template.ok || !template.value) continue;
      const { entity, aliases, text, severityNumber, count, firstSeen } = template.value;
      found.set(id, {
        template: template.value.id,
        aliases,
        entity,
        text,
        severityNumber,
        firstSeen,
        isNew: false,
        total: count,
        count,
        onset: firstSeen,
      });
    }
    return found;
  }

  return {
    listTemplateLinks: ({ input, caller }) => linksOf(caller.tenant, input.id as IncidentId),

    async markTemplateLink({ input, caller }) {
      const id = input.id as IncidentId;
      if (!(await findIncident(db, caller.tenant, id))) return notFound(id);
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
      return marked.ok ? linksOf(caller.tenant, id) : marked;
    },
  };
}

function notFound(id: string): Result<never> {
  return failure('incident-not-found', `no incident has the id "${id}": see GET /api/v1/incidents`);
}
