// From the members of an incident or the evidence of a prediction to causes, actions and a story. Joins the steps
// `root-cause` and `insight`; it holds no formula of its own.
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Change } from '@foreshock/model/change.ts';
import type { Narrative } from '@foreshock/model/claim.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Evidence } from '@foreshock/model/evidence.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Incident, IncidentEntity } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { Recommendation } from '@foreshock/model/recommendation.ts';
import type { Template } from '@foreshock/model/template.ts';
import { MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { RECURRED } from '@foreshock/model/wording/recurrence-words.ts';
import { type BoundedHistory, utilisationsAround } from './bounded-history.ts';
import { type EdgeHistory, edgesAround } from './edge-history.ts';
import { narrate } from './insight/narrate.ts';
import { recommendActions } from './insight/recommend-actions.ts';
import { type ProcessorHistory, processorsAround } from './processor-history.ts';
import { evidenceOfAnomaly, evidenceOfChange } from './root-cause/evidence-of-anomalies.ts';
import { locateRootCauses, referenceBefore, traceRange, wholeBefore } from './root-cause/locate-root-causes.ts';
import { scoreHypotheses } from './root-cause/score-hypotheses.ts';
import { SETTLED_MS, type TraceMemory } from './root-cause/trace-memory.ts';
import { emptyTally } from './root-cause/trace-tally.ts';
import { buildTraces, type SpanNode } from './root-cause/trace-tree.ts';
import type { TracedSpan } from './root-cause/traced-span.ts';

export interface Explanation {
  readonly hypotheses: readonly Hypothesis[];
  readonly evidence: readonly Evidence[];
  readonly recommendations: readonly Recommendation[];
  readonly narrative: Narrative;
  readonly entities: readonly IncidentEntity[];
}

export interface Surroundings {
  readonly now: Timestamp;
  readonly topology: Topology;
  /** Log templates by every id that they had. */
  readonly templates: ReadonlyMap<string, Pick<Template, 'text'>>;
  /** Of the last hours. */
  readonly changes: readonly Change[];
  readonly bounded: BoundedHistory;
  readonly edges: EdgeHistory;
  readonly processors: ProcessorHistory;
  readonly earlierIncidents: readonly TimeRange[];
  readonly traffic: { readonly entity: EntityId; readonly now: number; readonly usual: number } | undefined;
}

export interface IncidentTraces {
  readonly memory: TraceMemory;
  /** Those that ended in the range that the incident asked for. */
  readonly spans: readonly TracedSpan[];
}

const REFERENCE_MS = 60 * MINUTE;
const AFTER_MS = 4 * MINUTE;
/** Facts that a page lists; the incident keeps all its anomalies beside them. */
const LISTED = 12;

export function explainIncident(
  incident: Incident,
  members: readonly Anomaly[],
  traces: IncidentTraces,
  around: Surroundings,
): Explanation {
  const onset = harmOnset(members, incident.startedAt);
  const nodes = nodesAfter(onset, traces.spans, around.now);
  const ranked = locateRootCauses({
    ...rootCauseInput(onset, members, around),
    reference: referenceBefore(onset, traces.memory, around.earlierIncidents, nodes.length),
    whole: wholeBefore(onset, traces.memory),
    nodes,
  });
  const change = ranked[0]?.change;
  const evidence = [
    ...(change ? [evidenceOfChange(change)] : []),
    ...[...members]
      .sort((a, b) => b.surprise - a.surprise || (a.id < b.id ? -1 : 1))
      .slice(0, LISTED)
      .map((member) => evidenceOfAnomaly(member, 'for', around.now)),
  ].sort((a, b) => a.onset - b.onset);
  const entities = around.topology.entities;
  const hypotheses = scoreHypotheses(ranked, {
    of: incident.id,
    entities,
    members,
    evidence,
    templates: around.templates,
    ...(around.traffic && { traffic: around.traffic }),
  });
  const leading = hypotheses.find((hypothesis) => hypothesis.state === 'leading');
  const symptom = incident.entities.find((member) => member.role === 'symptom')?.entity ?? incident.entities[0]?.entity;
  return {
    hypotheses,
    evidence,
    recommendations: symptom
      ? recommendActions({
          of: incident.id,
          entity: leading?.entity ?? symptom,
          failure: failureOf(leading, members, ranked[0]?.saturation?.measure),
          leading,
          entities,
          changeText: change?.text,
          history: noHistory,
        })
      : [],
    narrative: symptom
      ? narrate({ of: incident.id, entity: symptom, entities, evidence, hypotheses })
      : { by: 'template', claims: [] },
    entities: withCause(incident.entities, leading),
  };
}

/** Causes, actions and story of a prediction; its evidence is its own. */
export function explainPrediction(prediction: Prediction, open: readonly Anomaly[], around: Surroundings): Prediction {
  const entities = around.topology.entities;
  const own = open.filter(
    (anomaly) =>
      anomaly.entity === prediction.entity ||
      prediction.evidence.some((evidence) => evidence.entity === anomaly.entity),
  );
  const told = Math.min(
    prediction.issuedAt,
    ...prediction.evidence.filter((evidence) => evidence.stance === 'for').map((evidence) => evidence.onset),
  );
  const onset = Math.min(told, riseOf(prediction, told, around) ?? told);
  // What only came before has no cause in what happens now.
  const onlyRecurs = prediction.evidence.some(({ measure }) => measure === RECURRED);
  const ranked = onlyRecurs
    ? []
    : locateRootCauses({
        ...rootCauseInput(onset, own, around),
        reference: emptyTally(),
        nodes: [],
        isComing: true,
      });
  const related = ranked.filter(
    (cause) =>
      cause.entity === prediction.entity ||
      cause.saturation?.of === prediction.entity ||
      own.some((anomaly) => anomaly.entity === cause.entity),
  );
  const change = related[0]?.change;
  const evidence =
    change && !prediction.evidence.some((fact) => fact.kind === 'change')
      ? [...prediction.evidence, evidenceOfChange(change)]
      : prediction.evidence;
  const hypotheses = scoreHypotheses(related, {
    of: prediction.id,
    entities,
    members: own,
    evidence,
    templates: around.templates,
    ...(around.traffic && { traffic: around.traffic }),
  });
  const leading = hypotheses.find((hypothesis) => hypothesis.state === 'leading');
  const probability = prediction.odds.display === 'percent' ? prediction.odds.probability : undefined;
  return {
    ...prediction,
    evidence,
    hypotheses,
    recommendations: recommendActions({
      of: prediction.id,
      entity: prediction.entity,
      failure: prediction.failure,
      leading,
      entities,
      changeText: change?.text,
      history: noHistory,
    }),
    narrative: narrate({
      of: prediction.id,
      entity: prediction.entity,
      entities,
      evidence,
      hypotheses,
      coming: { failure: prediction.failure, probability },
    }),
  };
}

/** When the resource began to rise that the prediction is about. */
function riseOf({ entity, forecast }: Prediction, told: Timestamp, around: Surroundings): Timestamp | undefined {
  const rises = rootCauseInput(told, [], around)
    .utilisations.filter((one) => one.entity === entity && one.measure === forecast?.measure)
    .flatMap(({ risenSince }) => risenSince ?? []);
  return rises.length > 0 ? Math.min(...rises) : undefined;
}

function rootCauseInput(onset: Timestamp, members: readonly Anomaly[], around: Surroundings) {
  const before = { from: onset - REFERENCE_MS, to: onset };
  // A rise that has only begun shows in what came since, however long ago it began.
  const after = { from: onset, to: Math.max(onset + AFTER_MS, around.now) };
  return {
    onset,
    members,
    topology: around.topology,
    changes: around.changes,
    utilisations: utilisationsAround(around.bounded, before, after, around.earlierIncidents),
    edges: edgesAround(around.edges, before, traceRange(onset), around.earlierIncidents),
    processors: processorsAround(around.processors, before, traceRange(onset), around.earlierIncidents),
  };
}

/** Spans after the onset in their whole traces; a trace that may not be complete is left out. */
function nodesAfter(onset: Timestamp, spans: readonly TracedSpan[], now: Timestamp): SpanNode[] {
  const { from, to } = traceRange(onset);
  const settled = now - SETTLED_MS;
  const unsettled = new Set(spans.filter((span) => span.end >= settled).map((span) => span.traceId));
  return buildTraces(spans.filter((span) => !unsettled.has(span.traceId))).filter(
    (node) => node.span.end >= from && node.span.end < to,
  );
}

/** When harm or a hard fact began; without one when the incident did. */
export function harmOnset(members: readonly Anomaly[], startedAt: Timestamp): Timestamp {
  const harm = members.filter((member) => member.kind === 'errors' || member.kind === 'latency' || member.hard);
  return harm.length > 0 ? Math.min(...harm.map((member) => member.onset)) : startedAt;
}

/** `saturated`: what the leading cause ran out of, which need not be unusual in itself. */
function failureOf(
  leading: Hypothesis | undefined,
  members: readonly Anomaly[],
  saturated: string | undefined,
): Failure | undefined {
  const measures = members
    .filter((member) => !leading || member.entity === leading.entity)
    .map((member) => member.measure)
    .concat(saturated ?? []);
  if (measures.some((measure) => /connection/.test(measure))) return 'pool_exhausted';
  if (measures.some((measure) => /OOMKill|memory/.test(measure))) return 'out_of_memory';
  if (measures.some((measure) => /volume|filesystem|disk/.test(measure))) return 'disk_full';
  if (members.some((member) => member.kind === 'errors')) return 'slo_availability';
  return members.some((member) => member.kind === 'latency') ? 'slo_latency' : undefined;
}

function withCause(entities: readonly IncidentEntity[], leading: Hypothesis | undefined): IncidentEntity[] {
  if (!leading) return [...entities];
  const path = new Set(leading.path);
  const known = entities.map((member): IncidentEntity => {
    if (member.entity === leading.entity) return { entity: member.entity, role: 'cause' };
    return member.role === 'context' && path.has(member.entity) ? { entity: member.entity, role: 'path' } : member;
  });
  return known.some((member) => member.entity === leading.entity)
    ? known
    : [...known, { entity: leading.entity, role: 'cause' }];
}

/** Outcomes of actions are not recorded yet: nothing was tried. */
function noHistory(): { readonly tried: number; readonly helped: number } {
  return { tried: 0, helped: 0 };
}
