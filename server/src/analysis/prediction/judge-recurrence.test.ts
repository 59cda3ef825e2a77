import type { EntityId } from '@foreshock/model/entity.ts';
import { DAY, HOUR } from '@foreshock/model/time.ts';
import { describeFact } from '@foreshock/model/wording/measure-words.ts';
import { expect, test } from 'vitest';
import { ALL_HORIZONS } from './horizons.ts';
import { headlineOf, mayIssue } from './judge-candidate.ts';
import { judgeRecurrence } from './judge-recurrence.ts';
import { createLearntState, recordOf } from './learnt-record.ts';

const now = Date.UTC(2026, 1, 10);

/** Began in each of the last `nights` nights, in the hour before `hour`. */
function judged(odds: readonly number[], nights: number, hour = 2) {
  const recent = Array.from({ length: nights }, (_, i) => now - (nights - i) * DAY + hour * HOUR);
  const recurring = { key: 'k', entity: 'ent_batch' as EntityId, failure: 'job_failed', odds, recent } as const;
  return judgeRecurrence(recurring, {
    record: recordOf(createLearntState(), 'job_failed'),
    exposure: { events: 20, minutes: 40_000 },
    now,
  });
}

test('odds never fall with the horizon, and are those of the model at its two horizons', () => {
  const { curve } = judged([0.3, 0.7], 20);
  for (const [bin, probability] of curve.entries()) expect(probability).toBeGreaterThanOrEqual(curve[bin - 1] ?? 0);
  expect(curve[ALL_HORIZONS.indexOf(4 * HOUR)]).toBeCloseTo(0.3, 12);
  expect(curve[ALL_HORIZONS.indexOf(24 * HOUR)]).toBeCloseTo(0.7, 12);
});

test('its evidence says how often it came, when, and that no curve foretells it', () => {
  const evidence = judged([0.6, 0.8], 20).evidence(5);
  expect(evidence.map(describeFact)).toEqual([
    'Came 20 times in 30 days; no curve foretells it',
    'Recurs at this hour: 20 times in the hours that lie ahead',
  ]);
  for (const { surprise, stance } of evidence) {
    expect(surprise).toBeGreaterThan(3);
    expect(stance).toBe('for');
  }
});

test('at another hour of the day the hour is not spoken of', () => {
  expect(judged([0.6, 0.8], 20, 14).evidence(5)).toHaveLength(1);
});

test('the steps of its evidence lead from the base rate to the odds', () => {
  const judgement = judged([0.6, 0.8], 20);
  const total = (bin: number) => judgement.evidence(bin).reduce((sum, { contribution }) => sum + contribution!, 0);
  expect(total(6)).toBeGreaterThan(0);
  expect(total(5)).toBeGreaterThan(total(6));
});

test('a call is possible at the horizon that meets the threshold, and none below it', () => {
  const likely = judged([0.1, 0.7], 20, 14);
  expect(headlineOf(likely, 0.5)).toBe(6);
  expect(mayIssue(likely, 6)).toBe(true);
  expect(headlineOf(judged([0.05, 0.3], 20), 0.5)).toBeUndefined();
});
