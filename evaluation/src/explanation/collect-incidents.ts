// Explained incidents of one simulated cluster, as the product's own engines would have stored them: some quiet hours,
// then one fault after the other. Shorter than the day that the simulator's evaluation begins with: what is asked here is
// whether sentences are held against facts, not whether the facts were found well.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { Template } from '@foreshock/model/template.ts';
import { HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { createAnalysisEngine } from '@foreshock/server/analysis/analysis-engine.ts';
import type { PackSources, TemplateUse } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { createBatchTools } from '@foreshock/server/ingest/batch-tools.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { createCluster } from '@foreshock/simulator/create-cluster.ts';
import { densities } from '@foreshock/simulator/density.ts';
import type { FaultPlan } from '@foreshock/simulator/fault.ts';
import type { FaultFamily } from '@foreshock/simulator/truth.ts';
import { EVALUATION_KEY } from '../evaluation-key.ts';
import { createMemoryStore } from '../memory-store.ts';
import { ingestSteps } from '../simulated/ingest-steps.ts';
import { startOf } from '../simulated/run-plan.ts';
import { type MemoryLinks, memoryLinkSources } from './links/memory-link-sources.ts';

const QUIET_MS = 1.5 * HOUR;
const QUIET_REQUEST_MS = 30 * MINUTE;
const APART_MS = 18 * MINUTE;
const COURSE_MS = 6 * MINUTE;
/** Log templates are linked while the lines of the fault are there and the next has not begun. */
const LINKED_AFTER_MS = 12 * MINUTE;
const LEAD_MS = 5 * MINUTE;
/** What opens an incident within its course on so fresh a start: other families are left out. */
const FAULTS: readonly FaultFamily[] = [
  'bad-deploy',
  'pool-exhaustion',
  'bad-deploy',
  'memory-leak',
  'bad-deploy',
  'retry-storm',
  'pool-exhaustion',
  'memory-leak',
  'bad-deploy',
  'retry-storm',
];

/** An incident as it was explained at one time, and where its fault truly began. */
export interface CollectedIncident {
  readonly sources: PackSources;
  /** The entity that the fault befell first, with its pods; empty where the incident belongs to no fault. */
  readonly trueCauses: readonly EntityId[];
  /** Once for each incident: what its log templates are linked by. */
  readonly links?: MemoryLinks;
}

/** Each incident as it was explained first and whenever its evidence or leading cause was another one afterwards. */
export function collectIncidents(seed: number): CollectedIncident[] {
  const start = startOf(seed);
  const quiet = start + QUIET_MS;
  const faults = FAULTS.map(
    (family, at): FaultPlan => ({
      family,
      at: quiet + at * APART_MS,
      course: COURSE_MS,
    }),
  );
  const cluster = createCluster({ seed, start, faults, density: densities.history });
  const store = createMemoryStore();
  const tools = createBatchTools(createDefaultRedactor(EVALUATION_KEY));
  const engine = createAnalysisEngine({ prediction: {} });
  const end = quiet + FAULTS.length * APART_MS;
  const collected = new Map<string, PackSources>();
  const known = new Map<string, Incident>();
  const links = new Map<string, MemoryLinks>();
  let to = start;
  while (to < end) {
    const from = to;
    to = from + (from < quiet ? QUIET_REQUEST_MS : MINUTE);
    const steps = [];
    while (cluster.now() < to) steps.push(cluster.step());
    for (const batch of ingestSteps(steps, to, tools)) store.add(batch);
    const frames = store.takeFrames({ from, to });
    const { unexplained } = engine.analyze(frames, new Set(), store.spans({ from, to }));
    for (const { incident, range } of unexplained) {
      const explained = engine.explain(incident, store.spans(range), to);
      known.set(explained.id, explained);
      const basis = basisOf(explained);
      if (explained.evidence.length > 0 && !collected.has(basis))
        collected.set(basis, sourcesOf(explained, frames.at(-1)!.topology, [...store.state().templates.values()], to));
    }
    for (const [id, incident] of known) {
      if (links.has(id) || to - incident.startedAt < LINKED_AFTER_MS) continue;
      const window = { from: Math.floor((incident.startedAt - LEAD_MS) / MINUTE) * MINUTE, to };
      links.set(id, memoryLinkSources(incident, store.state(), window));
    }
  }
  const { faults: truths } = cluster.truth();
  return [...collected.values()].map((sources) => {
    const { startedAt } = sources.incident;
    const fault = truths.findLast(({ precursorStart }) => precursorStart <= startedAt);
    const linked = links.get(sources.incident.id);
    links.delete(sources.incident.id);
    return {
      sources,
      trueCauses: entitiesNamed(fault?.rootCause, sources.topology),
      ...(linked && { links: linked }),
    };
  });
}

function entitiesNamed(name: string | undefined, { entities }: Topology): EntityId[] {
  const isNamed = (id: EntityId | undefined): boolean => id !== undefined && entities.get(id)?.name === name;
  if (name === undefined) return [];
  return [...entities.values()].filter(({ id, owner }) => isNamed(id) || isNamed(owner)).map(({ id }) => id);
}

function basisOf({ id, evidence, hypotheses }: Incident): string {
  return [id, hypotheses[0]?.entity ?? '', ...evidence.map((fact) => fact.id).sort()].join(' ');
}

export function sourcesOf(
  incident: Incident,
  topology: Topology,
  known: readonly Template[],
  now: Timestamp,
): PackSources {
  const templates = new Map<string, TemplateUse>();
  for (const { query, measure } of incident.evidence) {
    if (query.kind !== 'template') continue;
    const template = known.find(({ id }) => id === query.template);
    if (!template) continue;
    const { count, firstSeen } = template;
    const alike = incident.evidence.filter((fact) => fact.kind === 'log' && fact.measure === measure);
    templates.set(query.template, {
      count,
      firstSeen,
      entities: new Set(alike.map(({ entity }) => entity)).size,
    });
  }
  return { incident, topology, templates, predictions: [], now };
}
