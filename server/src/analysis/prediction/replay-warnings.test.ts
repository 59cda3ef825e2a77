import type { LedgerEntry, LedgerRow } from '@foreshock/model/ledger.ts';
import { DAY as DAY_MS, HOUR, MINUTE, type TimeRange } from '@foreshock/model/time.ts';
import { defaultWarningPolicy, type WarningPolicy } from '@foreshock/model/warning-policy.ts';
import { expect, test } from 'vitest';
import { START as LEDGER_START, type TestCall, testLedger } from '../ledger-rows.test-support.ts';
import { counterNormal } from '../statistics/counter-hash.ts';
import { createPrediction } from './predict-incidents.ts';
import type { PredictionInput } from './prediction-input.ts';
import { replayWarnings } from './replay-warnings.ts';
import { inputAt, runMinutes, START, sampleOf } from './simulated-minutes.ts';

const DAY = 1_440;
const SLOW_MACHINE = 60_000;
const everything: TimeRange = { from: 0, to: LEDGER_START + 60 * DAY_MS };

function replayed(rows: readonly LedgerRow[], after: WarningPolicy, before = defaultWarningPolicy) {
  return replayWarnings(rows, rows, everything, before, after);
}

const at = (percent: number): WarningPolicy => ({ thresholds: { pool_exhausted: percent / 100 } });

/** Calls of one service that came to an end long ago, so that the next ones are told to somebody. */
const history = Array.from({ length: 20 }, (_, i): TestCall => ({ said: [0.6], outcome: 'miss', entity: `old_${i}` }));
/** A call that reached 90 % ten minutes before the end. */
const risen: TestCall = { said: [0.55, 0.6, 0.7, 0.8, 0.9], outcome: 'hit', lead: 14, entity: 'db' };
const flat: TestCall = { said: [0.55, 0.56], outcome: 'miss', entity: 'web' };

test('under the policy in force the ledger gives the calls that were made', () => {
  const { real, before, after, pagesAdded, pagesRemoved } = replayed(testLedger([...history, risen, flat]), at(50));
  expect(after).toEqual(before);
  expect([before.calls, before.caught, real.calls]).toEqual([22, 1, 22]);
  expect([pagesAdded, pagesRemoved]).toEqual([[], []]);
});

test('a higher threshold takes back pages that never reached it, and comes later to those that did', () => {
  const rows = testLedger([...history, risen, flat], 1);
  const { before, after, pagesRemoved, leadGained, onsets } = replayed(rows, at(80));
  expect([before.pages, after.pages]).toEqual([2, 1]);
  expect(pagesRemoved.map(({ entity }) => entity)).toEqual(['web']);
  expect([after.hits, after.misses, after.caught]).toEqual([1, 0, 1]);
  expect([leadGained, onsets]).toEqual([-3 * MINUTE, 2]);
});

test('a threshold that is never met loses the failure, by name', () => {
  const { after, lost, caught } = replayed(testLedger([...history, risen]), at(95));
  expect(after.caught).toBe(0);
  expect(lost).toMatchObject([{ entity: 'db', failure: 'pool_exhausted' }]);
  expect(caught).toEqual([]);
});

test('a lower threshold makes calls of forecasts that nobody was shown', () => {
  const unseen: TestCall = { said: [0.35], outcome: 'hit', lead: 40, entity: 'cache', shown: false, weight: 30 };
  const rows = testLedger([...history, unseen]);
  const { before, after, pagesAdded, caught } = replayed(rows, at(30));
  expect(after.calls - before.calls).toBe(1);
  expect(pagesAdded).toMatchObject([{ entity: 'cache', prediction: '', page: true, outcome: 'hit' }]);
  expect(caught).toMatchObject([{ entity: 'cache' }]);
});

test('what may not be called is not called at any threshold', () => {
  const rows = testLedger([...history, { ...risen, shown: false }]).map((row): LedgerRow => {
    const { entry } = row;
    return entry.type === 'forecast' && entry.entity === 'db' ? { ...row, entry: { ...entry, mayCall: false } } : row;
  });
  expect(replayed(rows, at(10)).after.caught).toBe(0);
});

test('forecasts whose data came after the decision are left out and counted', () => {
  const rows = testLedger([...history, risen]);
  const late = rows.map((row): LedgerRow => {
    const { entry } = row;
    if (entry.type !== 'forecast' || entry.entity !== 'db') return row;
    return { ...row, entry: { ...entry, dataAsOf: entry.issuedAt + MINUTE } };
  });
  expect(replayed(rows, at(50))).toMatchObject({ late: 0, after: { caught: 1 } });
  expect(replayed(late, at(50))).toMatchObject({ late: 5, after: { caught: 0 } });
});

test('nobody is told before twenty calls have come to an end, and only ends known by then count', () => {
  const young = replayed(testLedger([...history.slice(1), risen]), at(50));
  expect([young.after.calls, young.after.pages]).toEqual([20, 0]);
  const rows = testLedger([...history, risen]);
  const isOfHistory = (entry: LedgerEntry) => entry.type === 'outcome' && entry.entity === 'old_0';
  const known = rows.map((row) =>
    isOfHistory(row.entry) ? { ...row, entry: { ...row.entry, resolvedAt: LEDGER_START + 50 * DAY_MS } } : row,
  ) as LedgerRow[];
  expect(replayed(rows, at(50)).after.pages).toBe(1);
  expect(replayed(known, at(50)).after.pages).toBe(0);
});

test('a budget of pages holds in any seven days, and the calls beyond it stay on screen', () => {
  const many = Array.from(
    { length: 30 },
    (_, i): TestCall => ({ said: [0.7], outcome: 'hit', lead: 30, entity: `e${i}` }),
  );
  const { before, after, pagesRemoved } = replayed(testLedger([...history, ...many]), {
    thresholds: {},
    pagesPerWeek: 3,
  });
  expect([before.pages, after.pages, pagesRemoved.length]).toEqual([30, 3, 27]);
  expect([after.calls, after.caught, after.paged]).toEqual([50, 30, 3]);
});

test('forecasts while too little data arrived make no call', () => {
  const rows = testLedger([...history, risen]).map((row): LedgerRow => {
    const { entry } = row;
    return entry.type === 'forecast' && entry.entity === 'db'
      ? { ...row, entry: { ...entry, completeness: 0.7 } }
      : row;
  });
  expect(replayed(rows, at(50)).after.caught).toBe(0);
});

/** A pool at 40 % that leaks 1 % a minute once a day, for two days. */
function leaks(policy?: WarningPolicy) {
  return (minute: number): PredictionInput => {
    const rising = Math.max(0, (minute % DAY) - 700);
    const share = 0.4 + (rising > 65 ? 0 : 0.01 * rising);
    const noise = 0.008 * counterNormal(5, minute);
    const input = inputAt(minute, { bounded: [sampleOf('db', Math.min(1, Math.max(0, share + noise)))] });
    return policy ? { ...input, policy } : input;
  };
}

function ledgerOf(policy?: WarningPolicy) {
  const { steps, revisions } = runMinutes(createPrediction(), 0, 3 * DAY, leaks(policy));
  const rows = steps
    .flatMap((step) => step.ledger)
    .map((entry, index): LedgerRow => ({ sequence: index + 1, time: START, entry, previousHash: '', hash: '' }));
  const issued = revisions.filter(({ revision }) => revision === 1).map(({ issuedAt }) => (issuedAt - START) / MINUTE);
  return { rows, issued };
}

test(
  'the replay of what the engine wrote decides as the engine did, and as it would have under another policy',
  () => {
    const plain = ledgerOf();
    const higher = ledgerOf(at(75));
    const range = { from: START, to: START + 3 * DAY_MS };
    const { real, before, after } = replayWarnings(plain.rows, plain.rows, range, defaultWarningPolicy, at(75));
    expect(plain.issued.length).toBeGreaterThanOrEqual(2);
    expect([real.calls, before.calls]).toEqual([plain.issued.length, plain.issued.length]);
    expect(before.caught).toBe(real.caught);
    expect(after.calls).toBe(higher.issued.length);
    const inForce = higher.rows.flatMap(({ entry }) => (entry.type === 'forecast' ? [entry.threshold] : []));
    expect(new Set(inForce)).toEqual(new Set([0.75]));
    expect(higher.issued.every((minute, index) => minute > plain.issued[index]!)).toBe(true);
    const own = replayWarnings(higher.rows, higher.rows, range, at(75), at(75));
    expect(Math.abs(own.after.leadMedian! - after.leadMedian!)).toBeLessThanOrEqual(5 * MINUTE);
    expect(HOUR).toBeGreaterThan(after.leadMedian!);
  },
  SLOW_MACHINE,
);
