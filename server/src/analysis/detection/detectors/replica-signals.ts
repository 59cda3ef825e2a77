import type { EntityId } from '@foreshock/model/entity.ts';
import { cauchyOf, pOfCauchy } from '../../statistics/acat.ts';
import type { Measure } from '../measure-kind.ts';
import { addWeight, type DetectorStep, LEAST_SURPRISE, type Reading, surpriseOf } from '../reading.ts';

/** The series of one metric of one entity: replicas, routes and pools together are one signal, and one finding. */
export interface ReplicaSignal {
  readonly entity: EntityId;
  readonly metric: string;
  readonly measure: Measure;
  readonly isVariability: boolean;
  /** Of the minute being gathered. */
  minute: number;
  count: number;
  readonly surprises: number[];
  best: SeriesFinding | undefined;
}

export interface SeriesFinding {
  readonly series: string;
  readonly surprise: number;
  readonly rank: number;
  readonly direction: 'up' | 'down';
  readonly observed: number;
  readonly expected: number;
  readonly levelShift: boolean;
}

const SATURATION_WEIGHT = 2;

export function createSignal(
  entity: EntityId,
  metric: string,
  measure: Measure,
  isVariability: boolean,
): ReplicaSignal {
  return { entity, metric, measure, isVariability, minute: -1, count: 0, surprises: [], best: undefined };
}

/** Notes that one more series of the signal was judged; true when it is the first of the minute. */
export function countSeries(signal: ReplicaSignal, minute: number): boolean {
  const isFirst = signal.minute !== minute;
  if (isFirst) {
    signal.minute = minute;
    signal.count = 0;
    signal.surprises.length = 0;
    signal.best = undefined;
  }
  signal.count++;
  return isFirst;
}

export function addFinding(signal: ReplicaSignal, found: SeriesFinding): void {
  signal.surprises.push(found.surprise);
  const { best } = signal;
  const isEqual = best !== undefined && found.surprise === best.surprise;
  if (best === undefined || found.surprise > best.surprise || (isEqual && found.series < best.series))
    signal.best = found;
}

/** One reading per signal that is outside; all signals weigh in. */
export function readSignals(signals: readonly ReplicaSignal[]): DetectorStep {
  const readings: Reading[] = [];
  const judged = new Map<EntityId, number>();
  for (const signal of signals) {
    const { measure, best, isVariability } = signal;
    const kind = isVariability ? 'other' : measure.kind;
    const weight = kind === 'saturation' ? SATURATION_WEIGHT : 1;
    addWeight(judged, signal.entity, weight);
    if (best === undefined) continue;
    const surprise = Math.min(best.surprise, combined(signal));
    if (surprise < LEAST_SURPRISE) continue;
    readings.push({
      entity: signal.entity,
      signal: 'metrics',
      kind,
      measure: isVariability ? `${signal.metric} variability` : signal.metric,
      surprise,
      rank: best.rank,
      direction: best.direction,
      observed: best.observed,
      expected: best.expected,
      unit: isVariability ? '' : measure.unit,
      source: { kind: 'series', series: best.series },
      weight,
      isServiceLevel: false,
      // A course that jumps about or stands still is a sign, not yet a harm.
      isHarm: !isVariability && (measure.harm === 'either' || measure.harm === best.direction),
      isSettled: false,
      isRolloutNoise: kind === 'other',
      isHard: false,
      marks: best.levelShift ? ['level-shift'] : [],
    });
  }
  return { readings, judged };
}

/** Replicas depend on each other: the Cauchy combination holds all the same, and one of n costs a factor n. */
function combined(signal: ReplicaSignal): number {
  // In order of size, so that the sum does not depend on the order of series.
  const sum = signal.surprises.sort((a, b) => a - b).reduce((total, surprise) => total + cauchyOf(10 ** -surprise), 0);
  // Back and forth costs the last digits, and a surprise of just 3 must stay one.
  return Math.round(1e9 * surpriseOf(pOfCauchy(sum / signal.count))) / 1e9;
}
