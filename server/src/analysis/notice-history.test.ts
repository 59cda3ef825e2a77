import { DAY, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import type { MinutesRead } from './build-frames.ts';
import { noticeHistory, unlearntBefore } from './notice-history.ts';

const NOW = 20_000 * DAY;

function reading(minutes: readonly Timestamp[], to = NOW): Pick<MinutesRead, 'range' | 'rollups'> {
  const templates = minutes.map((minute) => ({ minute, template: 'tpl_a', entity: 'ent_a', count: 1 }));
  // Only the minutes of the rows are read.
  return { range: { from: 0, to }, rollups: { metrics: [], spans: [], templates, series: new Map() } as never };
}
const minutesFrom = (from: Timestamp, count: number) => Array.from({ length: count }, (_, i) => from + i * MINUTE);

test('half an hour of telemetry from yesterday is history, counted over readings', () => {
  const first = noticeHistory(undefined, reading(minutesFrom(NOW - DAY, 20)), NOW);
  expect(first).toEqual({ met: { first: NOW - DAY, count: 20 }, isHistory: false });
  const second = noticeHistory(first.met, reading(minutesFrom(NOW - DAY + HOUR, 10)), NOW);
  expect(second).toEqual({ met: { first: NOW - DAY, count: 30 }, isHistory: true });
});

test('what a sender held back for an hour is not history', () => {
  expect(noticeHistory(undefined, reading(minutesFrom(NOW - HOUR, 60)), NOW)).toEqual({
    met: undefined,
    isHistory: false,
  });
});

test('one sender with a wrong clock is not history', () => {
  expect(noticeHistory(undefined, reading([NOW - 5 * DAY]), NOW).isHistory).toBe(false);
});

test('minutes behind the end of the reading are counted when they are read', () => {
  const { met } = noticeHistory(undefined, reading(minutesFrom(NOW - DAY, 40), NOW - DAY + 10 * MINUTE), NOW);
  expect(met).toEqual({ first: NOW - DAY, count: 10 });
});

test('telemetry of more than an hour before analysis began that comes afterwards is history that teaches nothing', () => {
  const began = 100 * HOUR;
  expect(unlearntBefore(began, { from: began - 20 * HOUR + 1, to: 200 * HOUR })).toEqual({
    from: began - 20 * HOUR,
    to: began,
  });
});

test('what came late by minutes, or was there when analysis began, is no such history', () => {
  const began = 100 * HOUR;
  expect(unlearntBefore(began, { from: began - 50 * MINUTE, to: 200 * HOUR })).toBeUndefined();
  expect(unlearntBefore(began, { from: began, to: 200 * HOUR })).toBeUndefined();
});
