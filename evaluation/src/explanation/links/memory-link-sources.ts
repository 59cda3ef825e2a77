// What links of a simulated incident are made from, as the store would have given it.

import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { LinkCandidate } from '@foreshock/model/template-link.ts';
import { HOUR, MINUTE, type TimeRange } from '@foreshock/model/time.ts';
import { chooseCandidates } from '@foreshock/server/linking/choose-candidates.ts';
import type { LinkSources } from '@foreshock/server/linking/link-by-rule.ts';
import type { MemoryState } from '../../memory-store.ts';

type Kept = Pick<MemoryState, 'templates' | 'facts' | 'logs' | 'relations' | 'entities'>;

/** Lines are kept for ninety minutes. */
const BEFORE_MS = HOUR / 2;

export interface MemoryLinks {
  readonly sources: LinkSources;
  readonly names: ReadonlyMap<EntityId, string>;
}

interface Visit {
  route: string;
  start: number;
  first: number;
  readonly entities: Set<EntityId>;
  readonly templates: Set<TemplateId>;
}

/** `window`: whole minutes, of which spans and lines are still kept. */
export function memoryLinkSources(incident: Pick<Incident, 'entities'>, state: Kept, window: TimeRange): MemoryLinks {
  const before = { from: window.from - BEFORE_MS, to: window.from };
  const members = incident.entities.filter(({ role }) => role !== 'context').map(({ entity }) => entity);
  const services = new Set(members.flatMap((id) => [id, state.entities.get(id)?.owner ?? id]));
  const present = new Map<TemplateId, TemplateId>();
  for (const { id, aliases } of state.templates.values()) for (const known of [id, ...aliases]) present.set(known, id);
  const minutes = (window.to - window.from) / MINUTE;
  const counts = new Map<TemplateId, number[]>();
  const earlier = new Map<TemplateId, number>();
  // Counts of the store are given up with each minute; the lines of requests are kept longer.
  for (const { template, time } of state.logs) {
    const id = present.get(template) ?? template;
    if (time >= before.from && time < before.to) earlier.set(id, (earlier.get(id) ?? 0) + 1);
    if (time < window.from || time >= window.to) continue;
    const row = counts.get(id) ?? new Array<number>(minutes).fill(0);
    counts.set(id, row);
    row[Math.floor((time - window.from) / MINUTE)]! += 1;
  }
  const sum = (id: TemplateId): number => (counts.get(id) ?? []).reduce((all, count) => all + count, 0);
  const counted = [...state.templates.values()]
    .filter(({ entity }) => services.has(entity))
    .map((template) => ({ template, count: sum(template.id), before: earlier.get(template.id) ?? 0 }));
  const candidates = chooseCandidates(counted, window, before).map((candidate): LinkCandidate => {
    const first = (counts.get(candidate.template) ?? []).findIndex((count) => count > 0);
    return { ...candidate, onset: window.from + Math.max(0, first) * MINUTE };
  });
  const wanted = new Set(candidates.map(({ template }) => template));
  const ofCandidates = new Set(candidates.map(({ entity }) => entity));
  const visits = new Map<string, Visit>();
  const visitOf = (trace: string, time: number): Visit => {
    const visit = visits.get(trace) ?? {
      route: '',
      start: time,
      first: Number.POSITIVE_INFINITY,
      entities: new Set(),
      templates: new Set(),
    };
    visits.set(trace, visit);
    visit.start = Math.min(visit.start, time);
    return visit;
  };
  for (const { traceId, entity, start, name } of state.facts) {
    if (start < window.from || start >= window.to || !ofCandidates.has(entity)) continue;
    const visit = visitOf(traceId, start);
    visit.entities.add(entity);
    if (start < visit.first) Object.assign(visit, { first: start, route: name });
  }
  for (const { traceId, entity, time, template } of state.logs) {
    if (time < window.from || time >= window.to || !ofCandidates.has(entity)) continue;
    const visit = visitOf(traceId, time);
    visit.entities.add(entity);
    const id = present.get(template) ?? template;
    if (wanted.has(id)) visit.templates.add(id);
  }
  const sources = {
    candidates,
    counts,
    from: window.from,
    visits: [...visits.values()],
    topology: { relations: [...state.relations.values()] },
  };
  return { sources, names: new Map([...state.entities.values()].map(({ id, name }) => [id, name])) };
}
