import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { RECURRED } from '@foreshock/model/wording/recurrence-words.ts';
import { expect, test } from 'vitest';
import { counterUniform } from '../statistics/counter-hash.ts';
import { createPrediction } from './predict-incidents.ts';
import { entity, frameAt, inputAt, START } from './simulated-minutes.ts';

/** Two minutes of each hour, so that a month takes a second; `fails` says in which hours a job fails. */
function runHours(days: number, fails: (hour: number) => boolean) {
  let engine = createPrediction();
  const steps = [];
  for (let hour = 0; hour < days * 24; hour += 1) {
    if (hour === 20 * 24) engine = createPrediction({}, engine.snapshot());
    for (const minute of [hour * 60, hour * 60 + 30]) {
      const time = START + minute * MINUTE;
      const failed = { time, entity: entity('batch'), object: 'job-1', reason: 'BackoffLimitExceeded', message: '' };
      const frame = frameAt(minute, { events: minute % 60 === 30 && fails(hour) ? [failed] : [] });
      steps.push(engine.step(inputAt(minute, { frame })));
    }
  }
  return { revisions: steps.flatMap(({ predictions }) => predictions), ledger: steps.flatMap(({ ledger }) => ledger) };
}

const nightly = (hour: number): boolean => hour % 24 === 3;
const forecasts = (ledger: readonly LedgerEntry[]) =>
  ledger.flatMap((entry) => (entry.type === 'forecast' ? entry : []));

test('a job that fails every night is called from the third week on, in shadow, with what it rests on', () => {
  const { revisions, ledger } = runHours(35, nightly);
  expect(revisions.length).toBeGreaterThan(5);
  for (const { state, odds, evidence, issuedAt, model, failure } of revisions) {
    expect(issuedAt - START).toBeGreaterThanOrEqual(14 * 24 * HOUR);
    expect(['shadow', 'withdrawn', 'closed']).toContain(state);
    expect(odds.probability).toBeLessThanOrEqual(odds.cap);
    expect(evidence[0]!.measure).toBe(RECURRED);
    expect(evidence[0]!.surprise).toBeGreaterThanOrEqual(3);
    expect(model.version).toBe('recurrence-1');
    expect(failure).toBe('job_failed');
  }
  const hits = revisions.filter(({ outcome }) => outcome === 'hit').length;
  expect(hits).toBeGreaterThan(5);
  const rows = forecasts(ledger);
  expect(rows.length).toBeGreaterThan(10);
  for (const { tiers, delivery } of rows) {
    expect(tiers).toHaveProperty('recurrence');
    expect(delivery).not.toBe('warned');
  }
  expect(ledger.some((entry) => entry.type === 'outcome' && entry.outcome === 'hit')).toBe(true);
});

test('a month in which it failed four times, and one in which it failed now and then, call nothing', () => {
  expect(runHours(30, (hour) => hour % (24 * 7) === 60).revisions).toEqual([]);
  expect(runHours(35, (hour) => counterUniform(3, hour) < 0.01).revisions).toEqual([]);
});
