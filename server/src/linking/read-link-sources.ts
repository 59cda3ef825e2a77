// Reads what links of one incident are made from: its templates, the traces that pass its services, counts by the minute.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { LinkCandidate } from '@foreshock/model/template-link.ts';
import { HOUR, MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import type { TenantTelemetry } from '../store/telemetry/telemetry-store.ts';
import { type CountedTemplate, chooseCandidates } from './choose-candidates.ts';
import type { LinkSources } from './link-by-rule.ts';
import type { TraceVisit } from './shared-traces.ts';

/** Onsets are known late: lines of the last minutes before one may belong to it. */
const LEAD_MS = 5 * MINUTE;
/** What goes on for longer is known by its first hour. */
const LONGEST_MS = HOUR;
const BEFORE_MS = HOUR;
/** Services beyond that are a storm, which one cannot read pair by pair. */
const MOST_ENTITIES = 20;
const MOST_TEMPLATES = 500;
const MOST_TRACES = 10_000;

export type LinkedIncident = Pick<Incident, 'startedAt' | 'resolvedAt' | 'entities'>;

export interface ReadLinks {
  readonly sources: LinkSources;
  readonly window: TimeRange;
}

/** As whole minutes: from shortly before the onset to the end, an hour at most. */
export function linkWindow({ startedAt, resolvedAt }: LinkedIncident, now: Timestamp): TimeRange {
  const from = Math.floor((startedAt - LEAD_MS) / MINUTE) * MINUTE;
  const end = Math.max(startedAt + MINUTE, resolvedAt ?? now);
  return { from, to: Math.min(Math.ceil(end / MINUTE) * MINUTE, from + LEAD_MS + LONGEST_MS) };
}

/** The faults are those of the store. What is no longer kept gives no candidates. */
export async function readLinkSources(
  incident: LinkedIncident,
  telemetry: TenantTelemetry,
  now: Timestamp,
): Promise<Result<ReadLinks>> {
  const window = linkWindow(incident, now);
  const before = { from: window.from - BEFORE_MS, to: window.from };
  const topology = await telemetry.selectTopology({ from: before.from, to: window.to });
  if (!topology.ok) return topology;
  const counted: CountedTemplate[] = [];
  for (const entity of servicesOf(incident, topology.value)) {
    const during = await telemetry.selectTemplates({ range: window, entity, limit: MOST_TEMPLATES });
    if (!during.ok) return during;
    if (during.value.length === 0) continue;
    const earlier = await telemetry.selectTemplates({ range: before, entity, limit: MOST_TEMPLATES });
    if (!earlier.ok) return earlier;
    const counts = new Map(earlier.value.map(({ id, countInRange }) => [id, countInRange]));
    for (const { countInRange, ...template } of during.value)
      counted.push({ template, count: countInRange, before: counts.get(template.id) ?? 0 });
  }
  const chosen = chooseCandidates(counted, window, before);
  const counts = new Map<TemplateId, number[]>();
  const candidates: LinkCandidate[] = [];
  for (const candidate of chosen) {
    const minutes = await readMinutes(candidate.template, window, telemetry);
    if (!minutes.ok) return minutes;
    counts.set(candidate.template, minutes.value);
    candidates.push({ ...candidate, onset: onsetOf(minutes.value, window) });
  }
  const visits = await readVisits(candidates, window, telemetry);
  if (!visits.ok) return visits;
  const { relations } = topology.value;
  return success({
    window,
    sources: { candidates, visits: visits.value, counts, from: window.from, topology: { relations } },
  });
}

/** Lines of a template in each minute of the window. */
export async function readMinutes(
  template: TemplateId,
  window: TimeRange,
  telemetry: TenantTelemetry,
): Promise<Result<number[]>> {
  const minutes = new Array<number>((window.to - window.from) / MINUTE).fill(0);
  const found = await telemetry.selectTemplateCounts({ range: window, template, step: MINUTE });
  if (!found.ok) return found;
  for (const { time, count } of found.value) minutes[(time - window.from) / MINUTE]! += count;
  return success(minutes);
}

/** The first minute with a line; the begin of the window where there is none. */
export function onsetOf(minutes: readonly number[], window: TimeRange): Timestamp {
  return (
    window.from +
    Math.max(
      0,
      minutes.findIndex((count) => count > 0),
    ) *
      MINUTE
  );
}

/** Members with the workloads that they belong to. Where a person named one alone, who calls it and whom it calls too. */
function servicesOf({ entities: members }: LinkedIncident, { entities, relations }: Topology): EntityId[] {
  const named = members.filter(({ role }) => role !== 'context').map(({ entity }) => entity);
  const services = new Set(named.flatMap((id) => [id, entities.get(id)?.owner ?? id]));
  if (members.length === 1)
    for (const { kind, from, to } of relations)
      if (kind === 'calls')
        for (const [one, other] of [
          [from, to],
          [to, from],
        ] as const)
          if (named.includes(one)) services.add(other);
  return [...services].slice(0, MOST_ENTITIES);
}

async function readVisits(
  candidates: readonly LinkCandidate[],
  range: TimeRange,
  telemetry: TenantTelemetry,
): Promise<Result<TraceVisit[]>> {
  const entities = [...new Set(candidates.map(({ entity }) => entity))];
  if (entities.length < 2) return success([]);
  // Lines keep the id that their template had when they came.
  const present = new Map(
    candidates.flatMap(({ template, aliases }) => [template, ...aliases].map((id) => [id, template])),
  );
  const rows = await telemetry.selectTraceVisits({
    range,
    entities,
    templates: [...present.keys()],
    limit: MOST_TRACES,
  });
  if (!rows.ok) return rows;
  return success(
    rows.value.map(({ route, start, entities: passed, templates }) => ({
      route,
      start,
      entities: new Set(passed),
      templates: new Set(templates.map((id) => present.get(id) ?? id)),
    })),
  );
}
