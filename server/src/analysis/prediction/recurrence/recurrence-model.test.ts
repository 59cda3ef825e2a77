import { deserialize, serialize } from 'node:v8';
import { DAY, HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { counterUniform } from '../../statistics/counter-hash.ts';
import {
  createRecurrenceModel,
  forecastRecurrence,
  learnRows,
  lifetimeProbability,
  observeTick,
  type RecurrenceModel,
} from './recurrence-model.ts';

const monday = 4 * DAY + 2_000 * 7 * DAY;

/** Runs `days` of hours; `happens` says which stream has an event in which hour. */
function run(
  days: number,
  happens: (stream: string, hour: number) => boolean,
  model: RecurrenceModel = createRecurrenceModel({ tickMs: HOUR, horizons: [2 * HOUR, 6 * HOUR] }),
  from = 0,
): { model: RecurrenceModel; odds: Map<string, number[][]>; now: number } {
  const odds = new Map<string, number[][]>();
  let now = monday;
  for (let hour = from; hour < days * 24; hour += 1) {
    now = monday + (hour + 1) * HOUR;
    const observed = ['nightly', 'never', 'chance'].map(
      (stream) => [stream, { event: happens(stream, hour), atRisk: true, isOpen: false }] as const,
    );
    learnRows(model, observeTick(model, now, new Map(observed)), now);
    for (const [stream] of observed) {
      odds.set(stream, [...(odds.get(stream) ?? []), forecastRecurrence(model, stream, now)]);
    }
  }
  return { model, odds, now };
}

const usual = (stream: string, hour: number): boolean =>
  (stream === 'nightly' && hour % 24 === 3) || (stream === 'chance' && counterUniform(9, hour) < 0.05);

test('what comes every night is foretold in the hours before it, and not in the afternoon', () => {
  const { odds } = run(30, usual);
  const lastDay = odds.get('nightly')!.slice(-24);
  const [beforeIt] = lastDay[2]!;
  const [afternoon] = lastDay[14]!;
  expect(beforeIt).toBeGreaterThan(0.35);
  expect(afternoon).toBeLessThan(0.1);
});

test('what never came is given less than what comes now and then', () => {
  const { model, odds } = run(30, usual);
  expect(odds.get('never')!.at(-1)![0]).toBeLessThan(0.01);
  expect(lifetimeProbability(model, 'never', 2 * HOUR)).toBeLessThan(lifetimeProbability(model, 'chance', 2 * HOUR));
});

test('what comes by chance is given about its share', () => {
  const { odds } = run(60, usual);
  const rows = odds.get('chance')!.slice(30 * 24);
  const mean = rows.reduce((sum, [probability]) => sum + probability!, 0) / rows.length;
  expect(mean).toBeGreaterThan(0.06);
  expect(mean).toBeLessThan(0.14);
});

test('a forecast is learnt from when its horizon is over, with what came within it, and not before', () => {
  const model = createRecurrenceModel({ tickMs: HOUR, horizons: [2 * HOUR] });
  const came: [number, boolean][] = [];
  for (let hour = 1; hour <= 8; hour += 1) {
    const now = monday + hour * HOUR;
    const observed = new Map([['once', { event: hour === 5, atRisk: true, isOpen: false }]]);
    for (const row of observeTick(model, now, observed)) {
      expect(now - row.time).toBe(2 * HOUR);
      came.push([(row.time - monday) / HOUR, row.came]);
    }
    forecastRecurrence(model, 'once', now);
  }
  expect(came).toEqual([
    [1, false],
    [2, false],
    [3, true],
    [4, true],
    [5, false],
    [6, false],
  ]);
});

test('saved and restored it goes on with the same odds', () => {
  const whole = run(12, usual);
  const { model } = run(6, usual);
  const resumed = run(12, usual, deserialize(serialize(model)) as RecurrenceModel, 6 * 24);
  expect(resumed.odds.get('nightly')!.at(-1)).toEqual(whole.odds.get('nightly')!.at(-1));
});
