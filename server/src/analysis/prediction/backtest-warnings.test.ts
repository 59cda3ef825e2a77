import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { defaultWarningPolicy } from '@foreshock/model/warning-policy.ts';
import { expect, test } from 'vitest';
import { START, type TestCall, testLedger } from '../ledger-rows.test-support.ts';
import { backtestWarnings } from './backtest-warnings.ts';

/** Calls of one kind that ended before, an hour apart: the next ones would be told to somebody. */
const ended = Array.from({ length: 20 }, (_, i): TestCall => ({ said: [0.6], outcome: 'miss', entity: `old_${i}` }));
const hit: TestCall = { said: [0.7], outcome: 'hit', lead: 30, entity: 'db' };
const wrong: TestCall = { said: [0.7], outcome: 'miss', entity: 'web' };
const late: TestCall = { said: [0.7], outcome: 'hit', lead: 3, entity: 'cache' };

function backtest(calls: readonly TestCall[], unpredicted = 0, days = 2, policy = defaultWarningPolicy) {
  const rows = testLedger(calls, unpredicted);
  return backtestWarnings(rows, rows, { from: START, to: START + days * DAY }, policy);
}

test('the first twenty calls of a kind would have told nobody, the next ones would', () => {
  const { record, onsets } = backtest([...ended, hit, wrong]);
  expect([record.calls, record.pages, record.hits, record.misses]).toEqual([22, 2, 1, 1]);
  expect([onsets, record.caught, record.paged, record.leadMedian]).toEqual([1, 1, 1, 30 * MINUTE]);
});

test('a failure without a call, or with one under five minutes before, is missed by name', () => {
  const { missed, record } = backtest([...ended, hit, late], 2);
  expect(missed.map(({ entity }) => entity)).toEqual(['cache', 'alone_1', 'alone_0']);
  expect(record.caught).toBe(1);
});

test('days add up to the whole, and a day in which nothing was called or began is left out', () => {
  const { days, record, onsets } = backtest([...ended, hit, wrong, late], 1, 30);
  const sum = (of: (day: (typeof days)[number]) => number): number => days.reduce((total, day) => total + of(day), 0);
  expect(sum(({ calls }) => calls)).toBe(record.calls);
  expect([sum(({ pages }) => pages), sum(({ falsePages }) => falsePages)]).toEqual([record.pages, record.misses]);
  expect([sum((day) => day.onsets), sum(({ caught }) => caught)]).toEqual([onsets, record.caught]);
  expect(days.map(({ from }) => from)).toEqual([START]);
});

test('each kind of failure has its own record, the most frequent first', () => {
  const disk: TestCall = { said: [0.6], outcome: 'hit', lead: 20, failure: 'disk_full' };
  const { failures } = backtest([disk, hit, hit, wrong]);
  expect(failures.map(({ failure, onsets, calls, caught }) => [failure, onsets, calls, caught])).toEqual([
    ['pool_exhausted', 2, 3, 2],
    ['disk_full', 1, 1, 1],
  ]);
});

test('pages in a week are said of a day and more, and not of hours', () => {
  expect(backtest([...ended, hit, wrong], 0, 7).pagesPerWeek).toBe(2);
  expect(backtest([...ended, hit, wrong], 0, 14).pagesPerWeek).toBe(1);
  expect(backtest([hit], 0, 0.5).pagesPerWeek).toBeUndefined();
});

test('a budget that is set keeps pages back in the backtest too', () => {
  const { record } = backtest([...ended, hit, wrong], 0, 2, { thresholds: {}, pagesPerWeek: 1 });
  expect([record.calls, record.pages]).toEqual([22, 1]);
});

test('a forecast whose data came after its decision calls nothing', () => {
  const rows = testLedger([hit]).map((row) =>
    row.entry.type === 'forecast' ? { ...row, entry: { ...row.entry, dataAsOf: row.entry.issuedAt + HOUR } } : row,
  );
  const { late: left, record, missed } = backtestWarnings(rows, rows, { from: 0, to: START + DAY }, { thresholds: {} });
  expect([left, record.calls, missed.length]).toEqual([1, 0, 1]);
});
