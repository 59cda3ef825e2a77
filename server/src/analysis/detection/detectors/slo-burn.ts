/**
 * Objectives whose error budget burns too fast: people said what matters, so it starts an incident by itself. How rare it
 * is says a Poisson count of what just keeps the promise.
 */
import type { EntityId } from '@foreshock/model/entity.ts';
import { BURN_UNIT, burnMeasure } from '@foreshock/model/slo-burn.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import type { SloBurning } from '../../slo-burning.ts';
import { poissonUpperTail } from '../../statistics/poisson-tail.ts';
import { addWeight, type DetectorStep, type Reading, surpriseOf } from '../reading.ts';

/** What users feel. */
const WEIGHT = 3;

export function detectSloBurn(frame: MinuteFrame): DetectorStep {
  const readings: Reading[] = [];
  const judged = new Map<EntityId, number>();
  for (const burning of frame.burning ?? []) {
    if (!burning.met) continue;
    addWeight(judged, burning.slo.entity, WEIGHT);
    readings.push(readingOf(burning, burning.met));
  }
  return { readings, judged };
}

function readingOf({ slo }: SloBurning, met: NonNullable<SloBurning['met']>): Reading {
  const surprise = surpriseOf(poissonUpperTail(met.bad, met.expected));
  return {
    entity: slo.entity,
    signal: 'traces',
    kind: slo.objective === 'latency' ? 'latency' : 'errors',
    measure: burnMeasure(slo.name),
    surprise,
    rank: surprise,
    direction: 'up',
    observed: met.burn,
    expected: 1,
    unit: BURN_UNIT,
    source: { kind: 'spans', ...(slo.operation !== undefined && { operation: slo.operation }) },
    weight: WEIGHT,
    isServiceLevel: true,
    isHarm: true,
    isSettled: true,
    isRolloutNoise: false,
    isHard: false,
    isObjective: true,
    marks: [],
    onset: met.onset,
  };
}
