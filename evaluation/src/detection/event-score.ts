import { segmentsOf } from './label-segments.ts';

export interface ScoredSeries {
  readonly scores: Float64Array;
  readonly labels: Uint8Array;
  readonly days: number;
}

export interface EventScore {
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  readonly falseAlarmsPerDay: number;
}

/** Alarms closer than this are one, and an alarm so long after a segment's start still finds it; in points. */
const TOGETHER = 7;

/** The smallest threshold on the scores at which the series alarm once a day on average, or less often. */
export function thresholdForOneADay(series: readonly ScoredSeries[], highest: number): number {
  const days = series.reduce((sum, one) => sum + one.days, 0);
  let low = 0;
  let high = highest;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    const alarms = series.reduce((sum, one) => sum + alarmStarts(one.scores, middle).length, 0);
    if (alarms <= days) high = middle;
    else low = middle;
  }
  return high;
}

/** Pooled over the series. A segment is found by a score within seven points of its start; an alarm is false where its first point is not labelled. */
export function scoreEvents(series: readonly ScoredSeries[], threshold: number): EventScore {
  let found = 0;
  let falseAlarms = 0;
  let segments = 0;
  let days = 0;
  for (const one of series) {
    days += one.days;
    for (const start of alarmStarts(one.scores, threshold)) if (one.labels[start] === 0) falseAlarms += 1;
    for (const { start, end } of segmentsOf(one.labels)) {
      segments += 1;
      const near = one.scores.subarray(start, Math.min(end, start + TOGETHER) + 1);
      if (near.some((score) => score >= threshold)) found += 1;
    }
  }
  const precision = found / Math.max(1, found + falseAlarms);
  const recall = found / Math.max(1, segments);
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { f1, precision, recall, falseAlarmsPerDay: falseAlarms / days };
}

function alarmStarts(scores: Float64Array, threshold: number): number[] {
  const starts: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let point = 0; point < scores.length; point++) {
    if (scores[point]! < threshold) continue;
    if (point - last > TOGETHER) starts.push(point);
    last = point;
  }
  return starts;
}
