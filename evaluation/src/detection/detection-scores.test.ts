import { expect, test } from 'vitest';
import { averagePrecision } from './average-precision.ts';
import { scoreEvents, thresholdForOneADay } from './event-score.ts';
import { volumeUnderSurface } from './volume-under-surface.ts';

const labels = Uint8Array.from({ length: 200 }, (_, i) => (i >= 100 && i < 105 ? 1 : 0));
const scoresOf = (...high: readonly number[]): Float64Array =>
  Float64Array.from({ length: 200 }, (_, i) => (high.includes(i) ? 10 : 1 + i / 1_000));

test('whoever scores all labelled points highest has average precision one, and ties count as one block', () => {
  expect(averagePrecision(scoresOf(100, 101, 102, 103, 104), labels)).toBeCloseTo(1, 10);
  expect(averagePrecision(new Float64Array(200), labels)).toBeCloseTo(5 / 200, 10);
  expect(averagePrecision(new Float64Array(200), new Uint8Array(200))).toBeUndefined();
});

test('a hit just beside a segment is worth something only where labels fade out', () => {
  const beside = scoresOf(105, 106);
  expect(volumeUnderSurface(beside, labels, 0)!).toBeLessThan(0.1);
  expect(volumeUnderSurface(beside, labels, 40)!).toBeGreaterThan(volumeUnderSurface(beside, labels, 0)! + 0.1);
  expect(volumeUnderSurface(scoresOf(100, 101, 102, 103, 104), labels, 0)).toBeGreaterThan(0.9);
});

test('a segment is found within seven points of its start, and alarms close together are one', () => {
  const series = [{ scores: scoresOf(20, 25, 101), labels, days: 1 }];
  expect(scoreEvents(series, 5)).toEqual({ f1: 2 / 3, precision: 0.5, recall: 1, falseAlarmsPerDay: 1 });
  expect(thresholdForOneADay(series, 20)).toBeGreaterThan(10);
});
