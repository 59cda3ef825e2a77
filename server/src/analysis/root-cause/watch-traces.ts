// An alarm that needs no threshold of anyone: every half minute the traces of the last minute are held against those of
// the hour before. What the contrasts accuse clearly, twice running, is an anomaly that may start an incident.

import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { NAMED_FROM } from '@foreshock/model/hypothesis.ts';
import { MINUTE, SECOND, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { locateRootCauses, type RankedCause, referenceBefore, wholeBefore } from './locate-root-causes.ts';
import { MAX_SURPRISE, type Sign, signOfLoss } from './sign-of-loss.ts';
import type { TraceMemory } from './trace-memory.ts';
import { operationOfKey } from './traced-span.ts';

export interface WatchInput {
  readonly memory: TraceMemory;
  readonly minute: Timestamp;
  readonly topology: Topology;
  /** Incidents so far, the open ones too: what they hold is no reference. */
  readonly incidents: readonly TimeRange[];
}

export interface WatchStep {
  /** Opened, updated or ended in this minute. */
  readonly anomalies: readonly Anomaly[];
  /** Open and seen again in this minute. */
  readonly starters: readonly Anomaly[];
}

/** What a restart must not forget; plain data. */
export interface WatchState {
  readonly suspects: Map<EntityId, Suspect>;
}

interface Suspect {
  /** End of the first and of the latest window that accused it without a break. */
  readonly since: Timestamp;
  seen: Timestamp;
  anomaly?: Anomaly;
}

const WINDOW_MS = MINUTE;
const STEP_MS = 30 * SECOND;
/** Ended after this long without an accusation. */
const QUIET_MS = 5 * MINUTE;
const CONTEXT_MS = 30 * MINUTE;
const LEAST_TRACES = 5;

export function createWatchState(): WatchState {
  return { suspects: new Map() };
}

/** After the spans of the minute were observed. */
export function watchTraces(state: WatchState, input: WatchInput): WatchStep {
  const changed = new Map<AnomalyId, Anomaly>();
  const starters = new Map<AnomalyId, Anomaly>();
  const last = input.memory.completeUntil;
  for (const end of [last - STEP_MS, last]) {
    const window = { from: end - WINDOW_MS, to: end };
    const [accused] = rank(window, input);
    if (!accused || accused.score < NAMED_FROM || !restsOnEnough(accused)) continue;
    const known = state.suspects.get(accused.entity);
    const isRunning = known !== undefined && end - known.seen <= STEP_MS;
    const suspect = known && (known.anomaly || isRunning) ? known : { since: end, seen: end };
    state.suspects.set(accused.entity, suspect);
    if (suspect.since === end) continue;
    suspect.seen = end;
    suspect.anomaly = suspect.anomaly
      ? updated(suspect.anomaly, accused, input.minute)
      : opened(accused, suspect.since - WINDOW_MS, input.minute);
    changed.set(suspect.anomaly.id, suspect.anomaly);
    starters.set(suspect.anomaly.id, suspect.anomaly);
  }
  for (const [entity, { seen, anomaly }] of state.suspects) {
    if (last - seen < QUIET_MS) continue;
    state.suspects.delete(entity);
    if (anomaly) changed.set(anomaly.id, { ...anomaly, end: anomaly.lastSeen + MINUTE });
  }
  return { anomalies: [...changed.values()], starters: [...starters.values()] };
}

/** What the traces that ended in the window accuse, most of all first. */
function rank(window: TimeRange, { memory, topology, incidents }: WatchInput): RankedCause[] {
  const nodes = memory.recent(window);
  if (nodes.length === 0) return [];
  return locateRootCauses({
    onset: window.from,
    members: [],
    topology,
    changes: [],
    reference: referenceBefore(window.from, memory, incidents, nodes.length),
    whole: wholeBefore(window.from, memory),
    nodes,
    edges: [],
    utilisations: [],
    processors: [],
  });
}

/** Two sampled traces of a minute that look alike are chance, whatever is usual: hundreds of signs are looked at. */
function restsOnEnough({ structure, abort, slow, gaps }: RankedCause): boolean {
  const contrasts = [structure, abort, slow].filter((weighed) => weighed !== undefined);
  return gaps.length > 0 || contrasts.some(({ by }) => by.counts.afterOf >= LEAST_TRACES);
}

function opened(cause: RankedCause, onset: Timestamp, minute: Timestamp): Anomaly {
  const sign = strongestSign(cause);
  return {
    id: hashId('ano_', cause.entity, 'trace-contrast', String(onset)) as AnomalyId,
    entity: cause.entity,
    signal: 'traces',
    kind: sign.kind,
    measure: sign.measure,
    onset,
    lastSeen: minute,
    p: 10 ** -sign.surprise,
    surprise: sign.surprise,
    rank: cause.score,
    direction: sign.observed >= sign.expected ? 'up' : 'down',
    observed: sign.observed,
    expected: sign.expected,
    unit: sign.unit,
    query: { kind: 'spans', entity: cause.entity, range: { from: onset - CONTEXT_MS, to: minute + MINUTE } },
    hard: false,
    marks: [],
  };
}

function updated(anomaly: Anomaly, cause: RankedCause, minute: Timestamp): Anomaly {
  const sign = strongestSign(cause);
  const query = { ...anomaly.query, range: { from: anomaly.query.range.from, to: minute + MINUTE } };
  const seen = { ...anomaly, lastSeen: minute, rank: Math.max(anomaly.rank, cause.score), query };
  if (sign.surprise <= anomaly.surprise) return seen;
  return { ...seen, p: 10 ** -sign.surprise, surprise: sign.surprise };
}

function strongestSign(cause: RankedCause): Sign {
  const contrasts = [cause.structure, cause.abort, cause.slow].filter((weighed) => weighed !== undefined);
  const [contrast] = contrasts.sort((a, b) => b.weight - a.weight);
  const [gap] = [...cause.gaps].sort((a, b) => b.weight - a.weight);
  if (!contrast || (gap && gap.weight > contrast.weight)) return signOfLoss(cause);
  const { kind, key, event, before, after, surprise } = contrast.by;
  const act = kind === 'child' || kind === 'last' ? `calls to ${operationOfKey(event)}` : event;
  return {
    kind: kind === 'slow' ? 'latency' : 'other',
    measure: `${operationOfKey(key)}: ${act || kind}`,
    observed: after,
    expected: before,
    unit: 'share',
    surprise: Math.min(MAX_SURPRISE, surprise),
  };
}
