import { expect, test } from 'vitest';
import { entityId, frameAt, latencies, minute, poisson, seededRandom } from '../scenario.test-support.ts';
import { createFailingRunDetector } from './failing-run.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

/** The combiner starts at 4, and other signals of the entity that are quiet take at least half of a step of ten. */
const OPENS_FROM = 4.3;

/** Requests and failures of one service by minute; the readings of the last minute. */
function lastReadings(minutes: number, served: (i: number) => readonly [number, number]) {
  let detector = createFailingRunDetector();
  let readings = detector.step(frameAt(0).build()).readings;
  for (let i = 1; i < minutes; i++) {
    const [requests, errors] = served(i);
    const frame = frameAt(i);
    if (requests > 0) frame.served('report', 'POST /report', new Array(requests).fill(50), errors);
    // A restart in the middle loses nothing.
    if (i === minutes - 3) detector = createFailingRunDetector(detector.snapshot());
    readings = detector.step(frame.build()).readings;
  }
  return readings;
}

test('five minutes in a row without an answer after a good day are told, from the first of them on', () => {
  const readings = lastReadings(DAY + 11, (i) => [i % 2, i > DAY ? i % 2 : 0]);
  expect(readings).toMatchObject([
    { entity: entityId('report'), kind: 'errors', observed: 1, marks: ['user-facing'], onset: minute(DAY + 1) },
  ]);
  expect(readings[0]!.surprise).toBeGreaterThan(4);
});

test('four minutes in a row are not told: one job that is tried three times more', () => {
  expect(lastReadings(DAY + 9, (i) => [i % 2, i > DAY ? i % 2 : 0])).toEqual([]);
});

test('one answer ends a run', () => {
  expect(lastReadings(DAY + 30, (i) => [i % 2, i > DAY && i !== DAY + 29 ? i % 2 : 0])).toEqual([]);
});

test('a run without further requests goes on for an hour', () => {
  const quietFor = (minutes: number) =>
    lastReadings(DAY + 20 + minutes, (i) => (i < DAY ? [1, 0] : i < DAY + 20 ? [1, 1] : [0, 0]));
  expect(quietFor(50).length).toBe(1);
  expect(quietFor(70)).toEqual([]);
});

test('a service that never answered is not told to fail', () => {
  expect(lastReadings(DAY, () => [1, 1])).toEqual([]);
});

test('a busy service is left to the share of its minutes', () => {
  expect(lastReadings(DAY + 20, (i) => [60, i > DAY ? 60 : 0])).toEqual([]);
});

test('where jobs are retried eight times, a run of eight is less surprising than where nothing is', () => {
  const surpriseAfter = (retries: number) =>
    lastReadings(3 * DAY + 8, (i) => [1, i >= 3 * DAY || i % 120 < retries ? 1 : 0])[0]?.surprise ?? 0;
  expect(surpriseAfter(8)).toBeLessThan(3);
  expect(surpriseAfter(0)).toBeGreaterThan(5);
});

test('in a month of 0.008 requests a second, a twentieth of which fail, with retries, at most one minute is rare enough to open', () => {
  const random = seededRandom(7);
  const detector = createFailingRunDetector();
  let told = 0;
  for (let i = 0; i < 30 * DAY; i++) {
    const retries = i % (6 * HOUR) < 4 ? 1 : 0;
    const requests = poisson(random, 0.48) + retries;
    const frame = frameAt(i);
    const errors = latencies(random, requests - retries, 50).filter(() => random() < 0.05).length + retries;
    if (requests > 0) frame.served('report', 'POST /report', new Array(requests).fill(50), errors);
    told += detector.step(frame.build()).readings.filter(({ surprise }) => surprise >= OPENS_FROM).length;
  }
  expect(told).toBeLessThanOrEqual(1);
}, 60_000);
