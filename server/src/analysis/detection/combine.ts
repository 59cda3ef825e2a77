import type { Anomaly, MeasureKind } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { ToldNoise } from '@foreshock/model/told-noise.ts';
import { cauchyOf, pOfCauchy } from '../statistics/acat.ts';
import { discoveries } from '../statistics/benjamini-hochberg.ts';
import type { ActiveAnomaly } from './episodes.ts';
import { type Reading, surpriseOf, weightOfReading } from './reading.ts';

/** From anomalies to those that may start an incident: per entity, over entities, then within the budget of a team. */
export interface Combiner {
  step(input: CombineInput): CombineStep;
  snapshot(): CombinerSnapshot;
}

export interface CombineInput {
  readonly minute: Timestamp;
  readonly active: readonly ActiveAnomaly[];
  /** All readings of the minute, the passing ones too. */
  readonly readings: readonly Reading[];
  /** Of each entity the weight of all signals that were judged. */
  readonly judged: ReadonlyMap<EntityId, number>;
  /** What people called noise, by key: it weighs less, and opens nothing by being a fact alone. */
  readonly toldNoise?: ReadonlyMap<string, ToldNoise>;
}

export interface CombineStep {
  readonly starters: readonly Anomaly[];
  readonly unusual: { readonly up: number; readonly down: number };
}

export interface CombinerSnapshot {
  readonly threshold: number;
  readonly lastCandidate: readonly (readonly [EntityId, Timestamp])[];
}

export interface CombineOptions {
  /** How many incidents a day a team can look at. */
  readonly incidentsPerDay: number;
}

const FALSE_DISCOVERY_RATE = 0.05;
const FIRST_THRESHOLD = 4;
const LEAST_THRESHOLD = 3;
const MOST_THRESHOLD = 12;
const THRESHOLD_STEP = 0.01;
const MINUTES_PER_DAY = 1_440;
/** An entity that comes back sooner is the same candidate. */
const SAME_CANDIDATE_MS = 30 * MINUTE;

export function createCombiner(options: CombineOptions, snapshot?: CombinerSnapshot): Combiner {
  let threshold = snapshot?.threshold ?? FIRST_THRESHOLD;
  const lastCandidate = new Map<EntityId, Timestamp>(snapshot?.lastCandidate);

  function step({ minute, active, readings, judged, toldNoise = NOTHING_TOLD }: CombineInput): CombineStep {
    const able = active.filter(mayStart);
    const byEntity = Map.groupBy(able, ({ anomaly }) => anomaly.entity);
    const entities = [...byEntity.keys()].sort();
    const surprises = entities.map((entity) =>
      entitySurprise(
        byEntity.get(entity)!.map(({ reading }) => asTold(reading, toldNoise)),
        judged.get(entity) ?? 0,
      ),
    );
    const survives = discoveries(
      surprises.map((surprise) => 10 ** -surprise),
      FALSE_DISCOVERY_RATE,
      Math.max(judged.size, entities.length),
    );
    const starters: Anomaly[] = [];
    let fresh = 0;
    let lasting = 0;
    entities.forEach((entity, i) => {
      const members = byEntity.get(entity)!;
      const isCertain = members.some(
        ({ anomaly, reading }) => (anomaly.hard || reading.isObjective) && weightOfReading(reading, toldNoise) === 1,
      );
      const isCandidate = survives[i]! && surprises[i]! > threshold && isCorroborated(members);
      if (!isCertain && !isCandidate) return;
      starters.push(...members.map(({ anomaly }) => anomaly));
      if (!isCandidate) return;
      const since = minute - (lastCandidate.get(entity) ?? Number.NEGATIVE_INFINITY);
      lastCandidate.set(entity, minute);
      if (since > SAME_CANDIDATE_MS) fresh++;
      else lasting++;
    });
    for (const [entity, time] of lastCandidate) if (minute - time > SAME_CANDIDATE_MS) lastCandidate.delete(entity);
    adapt(fresh, lasting, judged.size);
    return { starters, unusual: unusualOf(readings, judged) };
  }

  /**
   * A frugal quantile: up by a step for each new candidate, down a little for every entity without one, in balance at
   * twice the budget. It stands still while an incident lasts.
   */
  function adapt(fresh: number, lasting: number, entities: number): void {
    if (entities === 0 || (lasting > 0 && fresh === 0)) return;
    const share = Math.min(1, (2 * options.incidentsPerDay) / (MINUTES_PER_DAY * entities));
    const up = (1 + THRESHOLD_STEP * (1 - share)) ** fresh;
    const down = (1 - THRESHOLD_STEP * share) ** Math.max(0, entities - fresh);
    threshold = Math.max(LEAST_THRESHOLD, Math.min(MOST_THRESHOLD, threshold * up * down));
  }

  return { step, snapshot: () => ({ threshold, lastCandidate: [...lastCandidate] }) };
}

const NOTHING_TOLD: ReadonlyMap<string, ToldNoise> = new Map();

function asTold(reading: Reading, toldNoise: ReadonlyMap<string, ToldNoise>): Reading {
  const weight = weightOfReading(reading, toldNoise);
  return weight === 1 ? reading : { ...reading, surprise: weight * reading.surprise };
}

function mayStart({ anomaly, reading }: ActiveAnomaly): boolean {
  return reading.isHarm && isFelt(anomaly) && !anomaly.marks.includes('expected') && !anomaly.marks.includes('chronic');
}

/** Latency from half as much again, errors from one in a hundred, traffic from half gone, a resource that is nearly full. */
const FELT_SLOWDOWN = 1.5;
const FELT_SLOWER_MS = 20;
const FELT_ERROR_SHARE = 0.01;
const FELT_TRAFFIC = 0.5;
const FELT_FULL = 0.95;

/** What is rare need not matter: an incident is harm that somebody could feel. */
function isFelt(anomaly: Anomaly): boolean {
  const { kind, observed, expected, unit } = anomaly;
  if (anomaly.hard) return true;
  switch (kind) {
    case 'latency':
      return observed >= FELT_SLOWDOWN * expected && (unit !== 'ms' || observed - expected >= FELT_SLOWER_MS);
    case 'errors':
      return unit !== 'share' || observed >= FELT_ERROR_SHARE;
    case 'traffic':
      return observed <= FELT_TRAFFIC * expected;
    case 'saturation':
      return unit === '1' && observed >= FELT_FULL;
    default:
      return true;
  }
}

/** Signals that are quiet say p = 0.5 and weigh in with nothing but their weight. */
function entitySurprise(readings: readonly Reading[], judged: number): number {
  let sum = 0;
  let own = 0;
  for (const { surprise, weight } of readings) {
    sum += weight * cauchyOf(10 ** -surprise);
    own += weight;
  }
  return surpriseOf(pOfCauchy(sum / Math.max(judged, own)));
}

/** One signal alone starts nothing, unless users feel it or the cluster says it. */
function isCorroborated(members: readonly ActiveAnomaly[]): boolean {
  const kinds = new Set<MeasureKind>(members.map(({ anomaly }) => anomaly.kind));
  return kinds.size >= 2 || members.some(({ anomaly, reading }) => reading.isServiceLevel || anomaly.hard);
}

function unusualOf(
  readings: readonly Reading[],
  judged: ReadonlyMap<EntityId, number>,
): { readonly up: number; readonly down: number } {
  const byEntity = Map.groupBy(readings, (reading) => reading.entity);
  let up = 0;
  let down = 0;
  for (const entity of [...byEntity.keys()].sort()) {
    const own = byEntity.get(entity)!;
    const most = own.reduce((first, reading) => (reading.surprise > first.surprise ? reading : first));
    const surprise = entitySurprise(own, judged.get(entity) ?? 0);
    if (most.direction === 'up' || most.direction === 'new') up += surprise;
    else down += surprise;
  }
  return { up, down };
}
