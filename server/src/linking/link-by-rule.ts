// Which templates of different services belong together, by counts alone. No language model is needed for it.
import type { EntityId } from '@foreshock/model/entity.ts';
import { isWarningSeverity } from '@foreshock/model/severity.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { type LinkCandidate, type LinkFacts, linkKey } from '@foreshock/model/template-link.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { movingTogether } from './moving-together.ts';
import { orderVisits, sharedTraces, type TraceVisit } from './shared-traces.ts';

/** All that is known of the candidates of one incident. */
export interface LinkSources {
  readonly candidates: readonly LinkCandidate[];
  readonly visits: readonly TraceVisit[];
  /** Lines per minute of each candidate, over the same minutes. */
  readonly counts: ReadonlyMap<TemplateId, readonly number[]>;
  /** Begin of the first of these minutes. */
  readonly from: Timestamp;
  readonly topology: Pick<Topology, 'relations'>;
}

export interface CandidatePair {
  readonly key: string;
  readonly first: LinkCandidate;
  readonly second: LinkCandidate;
  readonly facts: LinkFacts;
  /** Whether chance can do without it. `near`: not by the rule, but one calls the other, both warn, and the counts lean to it. */
  readonly standing: 'linked' | 'near' | 'apart';
  /** A near one that a weaker bound confirms, once somebody points at it. */
  readonly isConfirmable: boolean;
}

/** Of a hundred incidents whose templates have nothing to do with each other one has a pair that is linked. */
export const CHANCE_AN_INCIDENT = 0.01;
/** The weaker bound of a near miss: over the pairs alone whose services call each other and that both warn. */
export const CHANCE_OF_NEAR = 0.05;
/** Traces and counts are two ways to be wrong. */
const WAYS = 2;
/** Each takes a degree of freedom. */
const MOST_ROUTES = 4;

/**
 * Every pair of candidates of different entities. Linked where records of both stand in the same traces, or where the
 * counts move together and one service calls the other directly, each corrected for the pairs that were tried.
 */
export function linkByRule({ candidates, visits, counts, from, topology }: LinkSources): CandidatePair[] {
  const calls = callsOf(topology);
  const pairs = candidates.flatMap((first, at) =>
    candidates
      .slice(at + 1)
      .filter(({ entity }) => entity !== first.entity)
      .map((second) => ({ first, second, calls: calls(first.entity, second.entity) })),
  );
  const passing = passingBoth(orderVisits(visits));
  const byTime = passingBoth([...visits].sort((a, b) => a.start - b.start));
  const tested = pairs.map(({ first, second, calls: who }) => {
    const shared = passing(first.entity, second.entity);
    const caller = who === 'none' ? undefined : who === 'second' ? second.entity : first.entity;
    const traces = sharedTraces(shared, caller ? byTime(caller, caller) : [], first.template, second.template);
    const [lines, others] = [counts.get(first.template) ?? [], counts.get(second.template) ?? []];
    const movement = who === 'none' ? undefined : movingTogether(lines, others, trafficOf(shared, from, lines.length));
    const facts: LinkFacts = { ...(traces && { traces }), ...(movement && { movement }), calls: who };
    return { first, second, facts };
  });
  const calling = tested.filter(({ facts }) => facts.calls !== 'none').length;
  const warning = tested.filter((pair) => mayBeNear(pair)).length;
  return tested.map((pair) => {
    const { traces, movement } = pair.facts;
    const byTraces = traces ? traces.p * WAYS * tested.length : 1;
    const byCounts = movement ? movement.p * WAYS * calling : 1;
    const least = Math.min(traces?.p ?? 1, movement?.p ?? 1);
    const isLinked = Math.min(byTraces, byCounts) <= CHANCE_AN_INCIDENT;
    const isNear = !isLinked && mayBeNear(pair) && least <= CHANCE_OF_NEAR;
    return {
      ...pair,
      key: linkKey(pair.first.template, pair.second.template),
      standing: isLinked ? ('linked' as const) : isNear ? ('near' as const) : ('apart' as const),
      isConfirmable: isNear && least * WAYS * warning <= CHANCE_OF_NEAR,
    };
  });
}

/** Chosen by what says nothing of the counts, so that the weaker bound is one. */
function mayBeNear({ first, second, facts }: Pick<CandidatePair, 'first' | 'second' | 'facts'>): boolean {
  return facts.calls !== 'none' && isWarningSeverity(Math.min(first.severityNumber, second.severityNumber));
}

/** The traces that pass two services, or one that is given twice; many pairs ask for the same. */
function passingBoth(visits: readonly TraceVisit[]): (a: EntityId, b: EntityId) => readonly TraceVisit[] {
  const known = new Map<string, readonly TraceVisit[]>();
  return (a, b) => {
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    const passing = known.get(key) ?? visits.filter(({ entities }) => entities.has(a) && entities.has(b));
    known.set(key, passing);
    return passing;
  };
}

/** Requests per minute of the busiest routes. */
function trafficOf(visits: readonly TraceVisit[], from: Timestamp, minutes: number): number[][] {
  const routes = new Map<string, number[]>();
  for (const { route, start } of visits) {
    const minute = Math.floor((start - from) / MINUTE);
    if (minute < 0 || minute >= minutes) continue;
    const counts = routes.get(route) ?? new Array<number>(minutes).fill(0);
    routes.set(route, counts);
    counts[minute]! += 1;
  }
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  return [...routes.values()].sort((a, b) => total(b) - total(a)).slice(0, MOST_ROUTES);
}

function callsOf({ relations }: LinkSources['topology']): (a: EntityId, b: EntityId) => LinkFacts['calls'] {
  const calling = new Set(relations.filter(({ kind }) => kind === 'calls').map(({ from, to }) => `${from} ${to}`));
  return (a, b) => {
    const [first, second] = [calling.has(`${a} ${b}`), calling.has(`${b} ${a}`)];
    if (first && second) return 'both';
    if (first) return 'first';
    return second ? 'second' : 'none';
  };
}
