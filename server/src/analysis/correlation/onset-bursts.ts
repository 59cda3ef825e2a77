// Whether a new incident starts among findings that are all near one another. Findings of one incident come as a burst
// that decays: a new burst on top of the decay is a new cause, however similar its findings are to the old ones.
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { SECOND, type Timestamp } from '@foreshock/model/time.ts';
import {
  type Burst,
  CERTAIN,
  CERTAIN_COUNT,
  DENSE_WINDOW_MS,
  firstAfter,
  REMEMBERED_MS,
  SPARSE_WINDOWS_MS,
  scoreBurst,
} from './burst-test.ts';

type Signal = Anomaly['signal'];

/** One incident of a neighborhood. */
interface Story {
  readonly incident: IncidentId;
  readonly start: Timestamp;
  /** Of which signals its burst has come. */
  readonly burstOf: Set<Signal>;
}

/** Incidents whose findings are near one another, and how their findings arrived. Plain data: it goes into snapshots. */
export interface Neighborhood {
  readonly since: Timestamp;
  readonly stories: Story[];
  /** Onsets of each signal, ascending, of the last minutes. */
  readonly arrivals: Map<Signal, Timestamp[]>;
  readonly lastBurst: Map<Signal, Timestamp>;
  /** A burst takes what follows within a second. */
  readonly trains: Map<Signal, { readonly incident: IncidentId; readonly until: Timestamp }>;
  /** Score of the first onset: what a second one can be expected to look like. */
  ownScore: number;
  /** The first onset was beyond doubt, so that a second one would be as well. */
  isDense: boolean;
  count: number;
  lastOnset: Timestamp;
  /** The longest time between two findings so far, of any signal. */
  longestGapMs: number;
}

export type Placed =
  /** `since`: findings of the same signal from then on go along. */
  | { readonly kind: 'joins'; readonly incident: IncidentId; readonly since?: Timestamp }
  /** A new incident, dated at the start of its burst; every finding of the neighborhood from then on goes along. */
  | { readonly kind: 'opens'; readonly at: Timestamp; readonly by: 'burst' | 'gap' };

/** Slow detectors follow fast ones by up to an evaluation period. */
const SLOWER_BY_MS = 75 * SECOND;
/** Two bursts of a signal closer than this are one. */
const APART_MS = 15 * SECOND;
const TRAIN_MS = SECOND;
/** Of a sparse stream: a second onset scores at least this share of what the first did, and never less than a fifth by chance. */
const SHARE_OF_OWN = 0.3;
const LEAST_SCORE = 0.7;
const LEAST_COUNT = 3;
/**
 * A first onset that scored less than this could be chance, and so could a second. Then a silence tells them apart that
 * is this much longer than any before.
 */
const TESTABLE_SCORE = 1.5;
const GAP_FACTOR = 2;
const LEAST_GAP_MS = 45 * SECOND;

export function createNeighborhood(incident: IncidentId, start: Timestamp, since: Timestamp = start): Neighborhood {
  return {
    since,
    stories: [{ incident, start, burstOf: new Set() }],
    arrivals: new Map(),
    lastBurst: new Map(),
    trains: new Map(),
    ownScore: 0,
    isDense: false,
    count: 0,
    lastOnset: since,
    longestGapMs: 0,
  };
}

export interface Arrival {
  readonly signal: Signal;
  readonly onset: Timestamp;
  /** How often its detector looks. Beyond a window it is the window, and only bursts beyond doubt count. */
  readonly detectorPeriodMs: number;
  /** Whether a burst from then on may be a story of its own. */
  readonly mayOpen: (since: Timestamp) => boolean;
  readonly isOpen: (incident: IncidentId) => boolean;
}

/** Where a finding goes that is near the neighborhood. */
export function placeArrival(near: Neighborhood, arrival: Arrival): Placed {
  const { signal, onset, detectorPeriodMs, isOpen } = arrival;
  const isAfterGap = observeGap(near, arrival);
  const arrivals = near.arrivals.get(signal) ?? [];
  near.arrivals.set(signal, arrivals);
  const isLate = onset < (arrivals.at(-1) ?? onset);
  arrivals.splice(firstAfter(arrivals, onset), 0, onset);
  forgetOld(arrivals);
  if (isAfterGap && arrival.mayOpen(onset)) return { kind: 'opens', at: onset, by: 'gap' };
  const train = near.trains.get(signal);
  if (train && onset <= train.until && isOpen(train.incident)) return { kind: 'joins', incident: train.incident };
  const burst = isLate ? undefined : findBurst(near, arrivals, onset, detectorPeriodMs);
  if (!burst) return joinYoungest(near, onset, isOpen);
  const first = near.stories.find(
    (story) =>
      isOpen(story.incident) &&
      !story.burstOf.has(signal) &&
      burst.start - story.start <= SLOWER_BY_MS + coarseness(detectorPeriodMs),
  );
  if (first) {
    first.burstOf.add(signal);
    near.lastBurst.set(signal, burst.start);
    near.trains.set(signal, { incident: first.incident, until: onset + TRAIN_MS });
    return { kind: 'joins', incident: first.incident, since: burst.start };
  }
  const isApart = burst.start - (near.lastBurst.get(signal) ?? Number.NEGATIVE_INFINITY) >= APART_MS;
  return isApart && arrival.mayOpen(burst.start)
    ? { kind: 'opens', at: burst.start, by: 'burst' }
    : joinYoungest(near, onset, isOpen);
}

/** To be told of the incident that was opened. `signal`: of the burst that it was opened for. */
export function addStory(near: Neighborhood, incident: IncidentId, start: Timestamp, signal?: Signal): void {
  near.stories.push({ incident, start, burstOf: new Set(signal && [signal]) });
  if (signal) near.lastBurst.set(signal, start);
}

/** Whether so long a silence came before that a stream without bursts begins anew. */
function observeGap(near: Neighborhood, { onset, detectorPeriodMs }: Arrival): boolean {
  const gapMs = onset - near.lastOnset;
  const isSilence = gapMs >= Math.max(LEAST_GAP_MS, GAP_FACTOR * near.longestGapMs);
  const isSparse = !isCoarse(detectorPeriodMs) && !near.isDense && near.ownScore < TESTABLE_SCORE;
  const isAfterGap = isSilence && isSparse && near.count >= 3;
  near.count += 1;
  near.lastOnset = Math.max(near.lastOnset, onset);
  near.longestGapMs = Math.max(near.longestGapMs, gapMs);
  return isAfterGap;
}

function findBurst(
  near: Neighborhood,
  arrivals: readonly Timestamp[],
  now: Timestamp,
  detectorPeriodMs: number,
): Burst | undefined {
  if (isCoarse(detectorPeriodMs)) {
    const burst = scoreBurst(arrivals, now, detectorPeriodMs, near.since);
    return isCertain(burst) ? burst : undefined;
  }
  const wasDense = near.isDense;
  const dense = scoreBurst(arrivals, now, DENSE_WINDOW_MS, near.since);
  const isOwnOnset = now - near.since < SLOWER_BY_MS;
  if (isOwnOnset && isCertain(dense)) near.isDense = true;
  if (wasDense) return isCertain(dense) ? dense : undefined;
  const needed = Math.min(CERTAIN, Math.max(LEAST_SCORE, SHARE_OF_OWN * near.ownScore));
  const best = SPARSE_WINDOWS_MS.map((windowMs) => scoreBurst(arrivals, now, windowMs, near.since))
    .filter(({ count }) => count >= LEAST_COUNT)
    .reduce<Burst | undefined>((a, b) => (a && a.score >= b.score ? a : b), undefined);
  if (best && isOwnOnset) near.ownScore = Math.max(near.ownScore, best.score);
  return best && best.score >= needed ? best : undefined;
}

function isCertain({ count, score }: Burst): boolean {
  return count >= CERTAIN_COUNT && score >= CERTAIN;
}

/** Whether onsets are known too roughly for any but the largest bursts. */
export function isCoarse(detectorPeriodMs: number): boolean {
  return detectorPeriodMs > DENSE_WINDOW_MS;
}

function coarseness(detectorPeriodMs: number): number {
  return isCoarse(detectorPeriodMs) ? detectorPeriodMs : 0;
}

/** The youngest that had begun by then; before all of them, the oldest. */
function joinYoungest(near: Neighborhood, onset: Timestamp, isOpen: (incident: IncidentId) => boolean): Placed {
  const open = near.stories.filter(({ incident }) => isOpen(incident));
  const begun = open.filter(({ start }) => start <= onset);
  const story = begun.at(-1) ?? open[0] ?? near.stories[0]!;
  return { kind: 'joins', incident: story.incident };
}

function forgetOld(arrivals: Timestamp[]): void {
  const old = firstAfter(arrivals, arrivals.at(-1)! - REMEMBERED_MS);
  if (old > 0) arrivals.splice(0, old);
}
