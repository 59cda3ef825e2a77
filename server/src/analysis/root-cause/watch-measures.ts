// An alarm from what metrics alone say, for who sends no traces: a called workload that runs at its processor limit though
// no more is asked of it, or an edge that loses time between its two ends. Two minutes running, or it is chance.

import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { NAMED_FROM } from '@foreshock/model/hypothesis.ts';
import { MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { hashId } from '../../base/crypto/digest.ts';
import type { EdgeCourse } from './edge-gap.ts';
import { locateRootCauses, type RankedCause } from './locate-root-causes.ts';
import type { Saturation, Utilisation } from './saturation.ts';
import { type Sign, signOfLoss, surpriseOf } from './sign-of-loss.ts';
import { emptyTally } from './trace-tally.ts';
import type { WatchStep } from './watch-traces.ts';

export interface MeasuresToWatch {
  readonly minute: Timestamp;
  readonly topology: Topology;
  /** Processors, as shares of their limits, split into what is usual and the minutes of `heldRange`. */
  readonly utilisations: readonly Utilisation[];
  /** Split in the same way. */
  readonly edges: readonly EdgeCourse[];
  /** Requests of users now over what is usual; `undefined` when nobody counts them. */
  readonly trafficRatio: number | undefined;
}

/** What a restart must not forget; plain data. */
export type MeasuresWatched = Map<EntityId, Anomaly>;

const HELD_MINUTES = 2;
const REFERENCE_MINUTES = 60;
/** The onset may lie in the minute before the first that shows it. */
const GUARD_MINUTES = 1;
/** Fewer minutes do not say what is usual. */
const MIN_USUAL_MINUTES = 10;
/** More load than this is a reason to work harder. */
const SURGE = 1.3;
const QUIET_MS = 5 * MINUTE;
const CONTEXT_MS = 30 * MINUTE;

/** The minutes that must all be unusual. */
export function heldRange(minute: Timestamp): TimeRange {
  return { from: minute - (HELD_MINUTES - 1) * MINUTE, to: minute + MINUTE };
}

/** The minutes that say what is usual. */
export function usualRange(minute: Timestamp): TimeRange {
  const to = heldRange(minute).from - GUARD_MINUTES * MINUTE;
  return { from: to - REFERENCE_MINUTES * MINUTE, to };
}

export function watchMeasures(watched: MeasuresWatched, input: MeasuresToWatch): WatchStep {
  const changed = new Map<AnomalyId, Anomaly>();
  const starters: Anomaly[] = [];
  for (const cause of accused(input)) {
    const known = watched.get(cause.entity);
    const anomaly = known ? seenAgain(known, cause, input.minute) : opened(cause, input.minute);
    watched.set(cause.entity, anomaly);
    changed.set(anomaly.id, anomaly);
    starters.push(anomaly);
  }
  for (const [entity, anomaly] of watched) {
    if (input.minute - anomaly.lastSeen < QUIET_MS) continue;
    watched.delete(entity);
    changed.set(anomaly.id, { ...anomaly, end: anomaly.lastSeen + MINUTE });
  }
  return { anomalies: [...changed.values()], starters };
}

function accused({ minute, topology, utilisations, edges, trafficRatio }: MeasuresToWatch): RankedCause[] {
  const called = new Set<EntityId>(edges.map((edge) => edge.callee));
  for (const relation of topology.relations) if (relation.kind === 'calls') called.add(relation.to);
  const surges = (trafficRatio ?? 1) > SURGE;
  const full = surges ? [] : utilisations.filter(({ entity }) => called.has(entity)).flatMap(heldThroughout);
  return locateRootCauses({
    onset: heldRange(minute).from,
    members: [],
    topology,
    changes: [],
    reference: emptyTally(),
    nodes: [],
    edges: edges.filter((edge) => edge.before.length >= MIN_USUAL_MINUTES),
    utilisations: full,
    processors: [],
  }).filter((cause) => cause.score >= NAMED_FROM);
}

/** The lowest of the minutes counts: one minute at the limit is a start or a collection of garbage. */
function heldThroughout(utilisation: Utilisation): Utilisation[] {
  const { before, after } = utilisation;
  if (before.length < MIN_USUAL_MINUTES || after.length < HELD_MINUTES) return [];
  return [{ ...utilisation, after: [Math.min(...after)] }];
}

function opened(cause: RankedCause, minute: Timestamp): Anomaly {
  const onset = heldRange(minute).from;
  const sign = signOf(cause);
  return {
    id: hashId('ano_', cause.entity, 'measures-contrast', String(onset)) as AnomalyId,
    entity: cause.entity,
    signal: 'metrics',
    onset,
    lastSeen: minute,
    p: 10 ** -sign.surprise,
    rank: cause.score,
    direction: 'up',
    ...sign,
    query: queryOf(cause, { from: onset - CONTEXT_MS, to: minute + MINUTE }),
    hard: false,
    marks: [],
  };
}

function seenAgain(anomaly: Anomaly, cause: RankedCause, minute: Timestamp): Anomaly {
  const query = { ...anomaly.query, range: { from: anomaly.query.range.from, to: minute + MINUTE } };
  return { ...anomaly, lastSeen: minute, rank: Math.max(anomaly.rank, cause.score), query };
}

function signOf(cause: RankedCause): Sign {
  const full = leadingSaturation(cause);
  if (!full) return signOfLoss(cause);
  const { measure, peak, usual } = full;
  return { kind: 'saturation', measure, observed: peak, expected: usual, unit: '%', surprise: surpriseOf(cause) };
}

function leadingSaturation({ saturation, terms }: RankedCause): Saturation | undefined {
  return saturation && saturation.weight >= (terms.network ?? 0) ? saturation : undefined;
}

function queryOf(cause: RankedCause, range: TimeRange): Anomaly['query'] {
  const full = leadingSaturation(cause);
  return full ? { kind: 'series', series: full.series, range } : { kind: 'spans', entity: cause.entity, range };
}
