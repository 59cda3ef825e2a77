import type { IncidentId } from '@foreshock/model/incident.ts';
import { failure, success } from '@foreshock/model/known-error.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { LinkCandidate } from '@foreshock/model/template-link.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime, type TimeRange } from '@foreshock/model/time.ts';
import { linkByRule } from '../linking/link-by-rule.ts';
import { linksOfIncident } from '../linking/links-of-incident.ts';
import { onsetOf, readLinkSources, readMinutes } from '../linking/read-link-sources.ts';
import { findIncident } from '../store/metadata/incidents.ts';
import { listLinkMarks } from '../store/metadata/link-marks.ts';
import { findWordedLinks } from '../store/metadata/worded-links.ts';
import type { TenantTelemetry } from '../store/telemetry/telemetry-store.ts';
import type { HandlerTools } from './handler-tools.ts';
import { viewLinkEnd, viewTemplateLink } from './views/template-link-view.ts';

/** Links of one incident as they are answered; `incident-not-found`, and the faults of the store. */
export async function readTemplateLinks(
  { db, clock, store, directories }: HandlerTools,
  tenant: TenantId,
  id: IncidentId,
) {
  const incident = await findIncident(db, tenant, id);
  if (!incident) return failure('incident-not-found', `no incident has the id "${id}": see GET /api/v1/incidents`);
  const read = await readLinkSources(incident, store.tenant(tenant), clock.now());
  if (!read.ok) return read;
  const { sources, window } = read.value;
  const marks = await listLinkMarks(db, tenant, id);
  const worded = await findWordedLinks(db, tenant, id);
  const others = await readOthers(
    store.tenant(tenant),
    marks.flatMap(({ templates }) => templates),
    window,
  );
  const { links, unlinked } = linksOfIncident(linkByRule(sources), { marks, worded, find: (one) => others.get(one) });
  const { candidates } = sources;
  const entities = await directories.of(
    tenant,
    [...candidates, ...others.values()].map(({ entity }) => entity),
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
async function readOthers(
  telemetry: TenantTelemetry,
  ids: readonly TemplateId[],
  window: TimeRange,
): Promise<Map<TemplateId, LinkCandidate>> {
  const found = new Map<TemplateId, LinkCandidate>();
  for (const id of new Set(ids)) {
    const template = await telemetry.selectTemplate(id);
    if (!template.ok || !template.value) continue;
    const { entity, aliases, text, severityNumber, count, firstSeen } = template.value;
    const minutes = await readMinutes(template.value.id, window, telemetry);
    if (!minutes.ok) continue;
    found.set(id, {
      template: template.value.id,
      aliases,
      entity,
      text,
      severityNumber,
      firstSeen,
      isNew: firstSeen >= window.from,
      total: count,
      count: minutes.value.reduce((sum, lines) => sum + lines, 0),
      onset: onsetOf(minutes.value, window),
    });
  }
  return found;
}
