import { expect, test } from 'vitest';
import { counterNormal } from '../statistics/counter-hash.ts';
import { type EvidenceQuestion, gatherEvidence, surpriseOfRise, weighEvidence } from './gather-evidence.ts';
import { createHistory, observe, type ResourceHistory, valueAt } from './resource-history.ts';
import { entity, inputAt, sampleOf } from './simulated-minutes.ts';
import { findTrends, leadingTrend } from './trend.ts';

function historyOf(share: (minute: number) => number): ResourceHistory {
  const history = createHistory(sampleOf('db', share(0)), 0);
  for (let minute = 0; minute < 60; minute += 1) {
    observe(history, sampleOf('db', share(minute) + 0.005 * counterNormal(2, minute)), minute);
  }
  return history;
}

function questionOf(before: number, now: number, doubt = 0.02): EvidenceQuestion {
  const history = historyOf((minute) => 0.3 + 0.006 * minute);
  const trends = findTrends((back) => valueAt(history, 59 - back), 60, [8, 15, 30, 60]);
  const trend = leadingTrend(trends, 0.98, 240);
  return {
    entity: entity('db'),
    history,
    trend,
    forecastStep: 4,
    anomalies: [],
    traffic: { before, now, doubt },
    now: inputAt(59).now,
  };
}

test('load that grew with the usage speaks against, flat load for, falling load against', () => {
  expect(weighEvidence(questionOf(100, 220))).toBeLessThan(-1.5);
  expect(weighEvidence(questionOf(100, 104))).toBeGreaterThan(0);
  expect(weighEvidence(questionOf(100, 60))).toBeLessThan(0);
});

test('the steps that are told add up to the sum that moved the odds', () => {
  for (const [before, now] of [
    [100, 220],
    [100, 104],
    [100, 60],
  ] as const) {
    const [rise, ...others] = gatherEvidence(questionOf(before, now));
    expect(rise).toMatchObject({ kind: 'forecast', contribution: 4, direction: 'up' });
    const sum = others.reduce((total, { contribution }) => total + contribution!, 0);
    expect(sum).toBeCloseTo(weighEvidence(questionOf(before, now)), 10);
  }
});

test('a steady rise is a surprise, no rise is none', () => {
  const { history, trend } = questionOf(100, 100);
  expect(surpriseOfRise(history, trend)).toBeGreaterThan(5);
  expect(surpriseOfRise(history, undefined)).toBe(0);
});

test('load that few spans tell of neither takes the rise away nor speaks for it', () => {
  expect(weighEvidence(questionOf(100, 140, 0.3))).toBeGreaterThan(0);
  expect(weighEvidence(questionOf(100, 220, 0.5))).toBe(0);
});

test('load speaks where past states alone lead to the forecast', () => {
  const past = { ...questionOf(100, 220), trend: undefined };
  expect(weighEvidence(past)).toBeLessThan(-1.5);
  expect(gatherEvidence(past).map(({ measure }) => measure)).toContain('requests');
});
