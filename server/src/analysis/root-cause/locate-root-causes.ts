// Where did it begin. In come the anomalies of one incident and the spans, utilisations and changes around its onset;
// out come ranked causes whose terms add up to their score. It may answer that no cause is sure.
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Change } from '@foreshock/model/change.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { baseScores, dependenciesOf, pathFromCause } from './base-score.ts';
import { findContrasts, slowLimit } from './contrast.ts';
import { type EdgeCourse, type EdgeGap, findEdgeGaps, weighNetwork } from './edge-gap.ts';
import { type Neighbor, type ProcessorUse, weighNeighbors } from './neighbor.ts';
import { type Saturation, type Utilisation, weighSaturation } from './saturation.ts';
import { specificityOf } from './specificity.ts';
import { type StructureTerms, type Weighed, weighContrasts } from './structure-terms.ts';
import type { TraceMemory } from './trace-memory.ts';
import { emptyTally, type TraceTally, tallyOf } from './trace-tally.ts';
import type { SpanNode } from './trace-tree.ts';
import type { SpanKey } from './traced-span.ts';

export interface RootCauseInput {
  /** When the harm began. */
  readonly onset: Timestamp;
  readonly members: readonly Anomaly[];
  readonly topology: Topology;
  readonly changes: readonly Change[];
  /** Counts of a time before the onset without incidents. */
  readonly reference: TraceTally;
  /** The same time with its incidents: for operations that were hardly seen outside of them. */
  readonly whole?: TraceTally;
  /** Spans that ended within `AFTER_MS` of the onset, in their whole traces. */
  readonly nodes: readonly SpanNode[];
  readonly edges: readonly EdgeCourse[];
  readonly utilisations: readonly Utilisation[];
  readonly processors: readonly ProcessorUse[];
  /** The harm is still to come. */
  readonly isComing?: boolean;
}

export interface RankedCause {
  readonly entity: EntityId;
  readonly score: number;
  /** They add up to `score`. */
  readonly terms: Readonly<Record<string, number>>;
  readonly path: readonly EntityId[];
  /** What the terms rest on, for the explanation. */
  readonly structure?: Weighed;
  readonly abort?: Weighed;
  readonly slow?: Weighed;
  readonly saturation?: Saturation;
  readonly neighbor?: Neighbor;
  readonly gaps: readonly EdgeGap[];
  readonly change?: Change;
}

const AFTER_MS = 4 * MINUTE;
const REFERENCE_MS = 60 * MINUTE;
const GUARD_MS = MINUTE;
const MIN_REFERENCE_SPANS = 50;
const MIN_AFTER_SPANS = 10;
const CHANGE_DECAY_MS = 10 * MINUTE;
/** Share of a rise by which its start may be misjudged. */
const BEND_ERROR = 0.15;
const CHANGE_WITHIN: TimeRange = { from: -MINUTE, to: 30 * MINUTE };

const WEIGHTS = {
  saturation: 1,
  neighbor: 1,
  network: 1,
  slow: 0.5,
  base: 0.02,
  specific: 0.1,
  hard: 2,
  change: 1.5,
  missing: 2,
} as const;

/** The time that traces after an onset are taken from. */
export function traceRange(onset: Timestamp): TimeRange {
  return { from: onset, to: onset + AFTER_MS };
}

/**
 * What the traces of the hour before an onset did, less what earlier incidents held. Onsets are known late, so the last
 * minute before one is left out too, unless less would remain than the `compared` spans.
 */
export function referenceBefore(
  onset: Timestamp,
  memory: TraceMemory,
  earlier: readonly TimeRange[],
  compared: number,
): TraceTally {
  const guarded = memory.reference({ from: onset - REFERENCE_MS, to: onset - GUARD_MS }, earlier);
  if (guarded.spans >= Math.max(MIN_REFERENCE_SPANS, compared)) return guarded;
  return memory.reference({ from: onset - REFERENCE_MS, to: onset }, earlier);
}

/** What the traces of the hour before an onset did, incidents or not. */
export function wholeBefore(onset: Timestamp, memory: TraceMemory): TraceTally {
  return memory.whole({ from: onset - REFERENCE_MS, to: onset - GUARD_MS });
}

/** Best first; ties by id. Every entity with evidence is listed. */
export function locateRootCauses(input: RootCauseInput): RankedCause[] {
  const traces = analyseTraces(input);
  const dependencies = dependenciesOf(input.topology);
  const saturation = weighSaturation(
    input.utilisations,
    (caller, callee) => dependencies.get(caller)?.has(callee) === true,
    input.isComing ?? false,
  );
  const neighbors = weighNeighbors(input.processors, input.members, input.topology);
  const symptom = symptomOf(input.members);
  const base = baseScores(input.members, input.topology, symptom);
  // Contrasts of traces say more, where there are any; of what is coming the course of its resource does.
  const specificity =
    traces.hasSpans || input.isComing ? new Map<EntityId, number>() : specificityOf(input.members, input.topology);
  const entities = new Set<EntityId>([
    ...base.keys(),
    ...specificity.keys(),
    ...saturation.keys(),
    ...neighbors.keys(),
    ...traces.network.keys(),
    ...traces.terms.structure.keys(),
    ...traces.terms.abort.keys(),
    ...traces.terms.slow.keys(),
  ]);
  const ranked = [...entities].map((entity) => {
    const structure = traces.terms.structure.get(entity);
    const abort = traces.terms.abort.get(entity);
    const slow = traces.terms.slow.get(entity);
    const full = saturation.get(entity);
    const neighbor = neighbors.get(entity);
    const change = nearestChange(entity, input, full?.risenSince);
    const terms = withoutZeros({
      saturation: WEIGHTS.saturation * (full?.weight ?? 0),
      neighbor: WEIGHTS.neighbor * (neighbor?.weight ?? 0),
      network: WEIGHTS.network * (traces.network.get(entity) ?? 0),
      structure: Math.max(structure?.weight ?? 0, abort?.weight ?? 0),
      slow: WEIGHTS.slow * (slow?.weight ?? 0),
      base: WEIGHTS.base * (base.get(entity) ?? 0),
      specific: WEIGHTS.specific * (specificity.get(entity) ?? 0),
      hard: input.members.some((member) => member.entity === entity && member.hard) ? WEIGHTS.hard : 0,
      change: change ? WEIGHTS.change * Math.exp(-change.before / CHANGE_DECAY_MS) : 0,
      missing: input.members.some((member) => member.entity === entity && member.kind === 'missing-data')
        ? WEIGHTS.missing
        : 0,
    });
    return {
      entity,
      score: Object.values(terms).reduce((sum, term) => sum + term, 0),
      terms,
      path: pathFromCause(entity, symptom, input.topology),
      ...(structure && { structure }),
      ...(abort && { abort }),
      ...(slow && { slow }),
      ...(full && { saturation: full }),
      ...(neighbor && { neighbor }),
      gaps: traces.gaps.filter((gap) => gap.callee === entity && gap.weight > 0),
      ...(change && { change: change.change }),
    };
  });
  return ranked.sort((a, b) => b.score - a.score || (a.entity < b.entity ? -1 : 1));
}

interface TraceFindings {
  /** Enough of them to compare. */
  readonly hasSpans: boolean;
  readonly terms: StructureTerms;
  readonly gaps: readonly EdgeGap[];
  readonly network: ReadonlyMap<EntityId, number>;
}

const NO_TERMS: StructureTerms = { structure: new Map(), abort: new Map(), slow: new Map() };

function analyseTraces({ reference, whole, nodes, edges }: RootCauseInput): TraceFindings {
  const after = tallyOf(nodes);
  const enough = reference.spans >= MIN_REFERENCE_SPANS && after.spans >= MIN_AFTER_SPANS;
  if (!enough) {
    const gaps = findEdgeGaps(emptyTally(), emptyTally(), edges);
    return { hasSpans: false, terms: NO_TERMS, gaps, network: weighNetwork(gaps) };
  }
  const gaps = findEdgeGaps(reference, after, edges);
  const losesOnCalls = (entity: EntityId): boolean => gaps.some((gap) => gap.caller === entity && gap.weight > 1);
  const limits = new Map([...after.keys.keys()].map((key) => [key, slowLimit(reference.keys.get(key))]));
  const slowFrom = (key: SpanKey): number => limits.get(key) ?? Number.POSITIVE_INFINITY;
  const contrasts = findContrasts(reference, after, whole);
  return {
    hasSpans: true,
    terms: weighContrasts(contrasts, nodes, slowFrom, losesOnCalls),
    gaps,
    network: weighNetwork(gaps),
  };
}

/** Who is hurt: users first, then errors and latency, the earliest of them. */
export function symptomOf(members: readonly Anomaly[]): EntityId | undefined {
  const harm = members.filter((member) => member.kind === 'errors' || member.kind === 'latency');
  const facing = harm.filter((member) => member.marks.includes('user-facing'));
  const [first] = [...(facing.length > 0 ? facing : harm.length > 0 ? harm : members)].sort(
    (a, b) => a.onset - b.onset || (a.id < b.id ? -1 : 1),
  );
  return first?.entity;
}

interface NearChange {
  readonly change: Change;
  /** Milliseconds from the change to what it may have caused. */
  readonly before: number;
}

/** A change shortly before the harm began, or before the rise began that led to it. */
function nearestChange(entity: EntityId, input: RootCauseInput, risenSince?: Timestamp): NearChange | undefined {
  const starts = [{ at: input.onset, late: -CHANGE_WITHIN.from }];
  // The bend of a long rise is known less exactly.
  // What is still to come has no onset of harm: pods that a change made may rise minutes after the store that they fill.
  if (risenSince !== undefined && (risenSince < input.onset || input.isComing))
    starts.push({ at: risenSince, late: Math.max(-CHANGE_WITHIN.from, BEND_ERROR * (input.onset - risenSince)) });
  let nearest: NearChange | undefined;
  for (const change of input.changes) {
    if (change.entity !== entity) continue;
    for (const { at, late } of starts) {
      const before = at - change.time;
      if (before < -late || before > CHANGE_WITHIN.to) continue;
      if (!nearest || Math.max(0, before) < nearest.before) nearest = { change, before: Math.max(0, before) };
    }
  }
  return nearest;
}

function withoutZeros(terms: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value > 0));
}
