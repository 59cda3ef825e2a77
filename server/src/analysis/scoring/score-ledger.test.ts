import type { CalibrationQuestion } from '@foreshock/model/calibration.ts';
import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { START, type TestCall, testLedger } from '../ledger-rows.test-support.ts';
import { breakDown } from './break-down.ts';
import { scoreLedger } from './score-ledger.ts';

const everything: CalibrationQuestion = { scope: 'shown', range: { from: START - DAY, to: START + 30 * DAY } };

function scored(calls: readonly TestCall[], unpredicted = 0, question: Partial<CalibrationQuestion> = {}) {
  const rows = testLedger(calls, unpredicted);
  return scoreLedger(rows, rows.length > 0 ? [rows[0]!, rows.at(-1)!] : [], { ...everything, ...question });
}

const hit = (said: number, lead = 30): TestCall => ({ said: [said], outcome: 'hit', lead });
const miss = (said: number): TestCall => ({ said: [said], outcome: 'miss' });

test('an empty ledger has no score, no error and no division by zero', () => {
  const { brier, eceMass, equalWidth, points, lead, days } = scored([]);
  expect([brier, eceMass, equalWidth, days]).toEqual([undefined, undefined, [], 0]);
  expect(points[0]).toEqual({ threshold: 0, calls: 0, hits: 0, low: 0, high: 1, caught: 0 });
  expect(lead).toMatchObject({ missed: 0 });
  expect(lead.median).toBeUndefined();
});

test('of ten calls at 75 % of which seven came true every figure is the hand count', () => {
  const { brier, eceWidth, equalWidth } = scored([
    ...Array.from({ length: 7 }, () => hit(0.75)),
    ...Array.from({ length: 3 }, () => miss(0.75)),
  ]);
  expect(equalWidth).toMatchObject([{ from: 0.7, to: 0.8, forecasts: 10, hits: 7, said: 0.75 }]);
  expect(equalWidth[0]!.came).toBeCloseTo(0.7, 12);
  expect(eceWidth).toBeCloseTo(0.05, 12);
  expect(brier!.score).toBeCloseTo((7 * 0.25 ** 2 + 3 * 0.75 ** 2) / 10, 12);
  expect(brier!.uncertainty).toBeCloseTo(0.21, 12);
  expect(brier!.reliability).toBeCloseTo(0.0025, 12);
  expect(brier!.resolution).toBeCloseTo(0, 12);
  expect(brier!.skill).toBeCloseTo(1 - 0.2125 / 0.21, 12);
});

test('a call that rises counts once in each ten percent that it reached, not once a revision', () => {
  const { forecasts, equalWidth, calls } = scored([
    { said: [0.52, 0.55, 0.58, 0.64, 0.61, 0.92], outcome: 'hit', lead: 30 },
  ]);
  expect(forecasts.hit).toBe(3);
  expect(equalWidth.map(({ from, forecasts: count }) => [from, count])).toEqual([
    [0.5, 1],
    [0.6, 1],
    [0.9, 1],
  ]);
  expect(calls).toMatchObject([{ said: 0.52, most: 0.92, outcome: 'hit' }]);
});

test('what was acted upon is left out of the score, and both scores are told', () => {
  const twenty: TestCall[] = [
    ...Array.from({ length: 10 }, () => hit(0.8)),
    ...Array.from({ length: 4 }, () => miss(0.8)),
    ...Array.from({ length: 4 }, (): TestCall => ({ said: [0.8], outcome: 'acted' })),
    ...Array.from({ length: 2 }, (): TestCall => ({ said: [0.8], outcome: 'acted', lead: 20 })),
  ];
  const { forecasts, brier, brierWithActed, onsets, actedOnsets } = scored(twenty);
  expect(forecasts).toEqual({ hit: 10, miss: 4, acted: 6, undecidable: 0, pending: 0 });
  expect(brier!.score).toBeCloseTo((10 * 0.04 + 4 * 0.64) / 14, 12);
  expect(brierWithActed!.score).toBeCloseTo((12 * 0.04 + 8 * 0.64) / 20, 12);
  expect([onsets, actedOnsets]).toEqual([10, 2]);
});

test('pending and undecidable calls are counted and never scored', () => {
  const { forecasts, brier } = scored([
    hit(0.6),
    { said: [0.6], outcome: 'pending' },
    { said: [0.6], outcome: 'undecidable' },
  ]);
  expect(forecasts).toEqual({ hit: 1, miss: 0, acted: 0, undecidable: 1, pending: 1 });
  expect(brier!.baseRate).toBe(1);
  expect(brier!.skill).toBeUndefined();
});

test('the newest outcome of a forecast counts: a correction is a new row', () => {
  const rows = testLedger([miss(0.7)]);
  const wrong = rows[1]!;
  const corrected = { ...wrong, sequence: 3, entry: { ...wrong.entry, outcome: 'hit', onsetAt: START + MINUTE } };
  const score = scoreLedger([...rows, corrected as typeof wrong], rows, everything);
  expect(score.forecasts).toMatchObject({ hit: 1, miss: 0 });
});

test('recall counts failures nobody called, and a call five minutes ahead at the least', () => {
  const { points, lead, onsets } = scored([hit(0.9, 60), hit(0.55, 20), hit(0.9, 3), miss(0.6)], 2);
  expect(onsets).toBe(5);
  const of = (threshold: number) => points.find((point) => point.threshold === threshold)!;
  expect(of(0)).toMatchObject({ calls: 4, hits: 3, precision: 0.75, caught: 2, recall: 0.4 });
  expect(of(0.6)).toMatchObject({ calls: 3, hits: 2, caught: 1, recall: 0.2 });
  expect(of(0.9)).toMatchObject({ calls: 2, hits: 2, precision: 1, caught: 1 });
  expect(lead).toMatchObject({ missed: 2, median: 3 * MINUTE, tenth: 0, medianOfCalled: 20 * MINUTE });
  expect(lead.bins.map(({ onsets: count }) => count)).toEqual([1, 0, 1, 0, 1, 0, 0]);
});

test('a false warning is one that was delivered, over the days that the ledger covers', () => {
  const calls = [hit(0.8), ...Array.from({ length: 48 }, () => ({ ...miss(0.6), warned: false })), miss(0.6)];
  const { falseWarnings, days } = scored(calls);
  expect(falseWarnings).toBe(1);
  expect(days).toBeCloseTo(50 / 24, 1);
});

test('every forecast counts by its weight when all are asked for', () => {
  const calls = [
    { ...hit(0.25), weight: 1 },
    { ...miss(0.25), weight: 3, shown: false },
  ];
  const { brier, equalWidth } = scored(calls, 0, { scope: 'all' });
  expect(brier!.baseRate).toBe(0.25);
  expect(equalWidth).toMatchObject([{ forecasts: 2, weight: 4, came: 0.25 }]);
  expect(scored(calls).equalWidth).toMatchObject([{ forecasts: 1 }]);
});

test('a question for a failure, an entity, a horizon or a time sees nothing else', () => {
  const calls: TestCall[] = [
    { ...hit(0.7), failure: 'disk_full', entity: 'a' },
    { ...hit(0.7), horizon: 4 * HOUR, entity: 'a' },
    miss(0.7),
  ];
  const count = (question: Partial<CalibrationQuestion>) => scored(calls, 0, question).calls.length;
  expect(count({ failure: 'disk_full' })).toBe(1);
  expect(count({ entity: 'a' as never })).toBe(2);
  expect(count({ horizon: 4 * HOUR })).toBe(1);
  expect(count({ range: { from: START + HOUR, to: START + 2 * HOUR } })).toBe(1);
});

test('the parts of a question are the answers to narrower ones', () => {
  const calls: TestCall[] = [hit(0.7), { ...hit(0.9), failure: 'disk_full' }, { ...miss(0.6), horizon: 2 * HOUR }];
  const rows = testLedger(calls, 1);
  const { byFailure, byEntity, byHorizon } = breakDown(rows, everything);
  expect([...byFailure.keys()]).toEqual(['pool_exhausted', 'disk_full']);
  expect(byFailure.get('pool_exhausted')).toMatchObject({
    calls: { hit: 1, miss: 1 },
    onsets: 2,
    caught: 1,
    falseWarnings: 1,
    leadMedian: 0,
  });
  expect(byFailure.get('pool_exhausted')!.said).toBeCloseTo(0.65, 12);
  expect(byEntity.size).toBe(4);
  expect([...byHorizon.keys()]).toEqual([HOUR, 2 * HOUR]);
  expect(byHorizon.get(2 * HOUR)).toMatchObject({ calls: { hit: 0, miss: 1 } });
});

test('what somebody acted upon is left out of the score and counted apart, and taken back the score is the one before', () => {
  const before = [hit(0.8), miss(0.6), miss(0.7)];
  const acted = scored([hit(0.8), miss(0.6), { ...miss(0.7), told: [['ada', 'acted', 20]] }]);
  expect(acted.forecasts).toEqual({ hit: 1, miss: 1, acted: 1, undecidable: 0, pending: 0 });
  expect(acted.brier).toEqual(scored(before.slice(0, 2)).brier);
  const backAgain: TestCall['told'] = [
    ['ada', 'acted', 20],
    ['ada', 'nothing', 30],
  ];
  const { days, ...taken } = scored([hit(0.8), miss(0.6), { ...miss(0.7), told: backAgain }]);
  const { days: _, ...untold } = scored(before);
  expect(taken).toEqual(untold);
  expect(days).toBeGreaterThanOrEqual(0);
});

test('a person who says that a call did not come true changes nothing where telemetry saw that it did', () => {
  const { brier, onsets } = scored([{ ...hit(0.8), told: [['ada', 'miss', 90]] }]);
  expect(brier).toEqual(scored([hit(0.8)]).brier);
  expect(onsets).toBe(1);
  const undecided = scored([{ said: [0.8], outcome: 'undecidable', told: [['ada', 'miss', 90]] }]);
  expect(undecided.forecasts).toMatchObject({ miss: 1, undecidable: 0 });
});
