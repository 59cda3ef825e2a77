import { expect, test } from 'vitest';
import type { BacktestView, HistoryView } from '../../answer-shapes.ts';
import { backtestHeadline, dayName, pagesPerWeekWords } from './backtest-words.ts';

const history = (state: HistoryView['state'], share = 1): HistoryView => ({
  state,
  version: 1,
  simulated: false,
  from: null,
  to: null,
  learntUntil: null,
  share,
  minutesLeft: 0,
  startedAt: null,
  startedBy: null,
});
const backtest = (pages: number, onsets: number, caught: number): BacktestView =>
  // The headline reads these alone.
  ({ onsets, record: { pages, caught } }) as unknown as BacktestView;

test('the headline says what would have gone out and what was called ahead', () => {
  expect(backtestHeadline(history('review'), backtest(2, 23, 22))).toBe(
    '2 pages would have gone out; 22 of 23 failures were called ahead.',
  );
  expect(backtestHeadline(history('notifying'), backtest(1, 1, 1))).toBe(
    '1 page would have gone out; 1 of 1 failure was called ahead.',
  );
  expect(backtestHeadline(history('review'), backtest(0, 0, 0))).toBe(
    'No page would have gone out, and no failure began.',
  );
});

test('before it is learnt the headline says how far it is, and without history that there was none', () => {
  expect(backtestHeadline(history('learning', 0.41), backtest(9, 9, 9))).toBe('Learning from history: 41 %.');
  expect(backtestHeadline(history('none'), undefined)).toBe('There was no history to learn from.');
});

test('pages in a week are rounded to a tenth, and hours are no week', () => {
  expect([pagesPerWeekWords(3.4666), pagesPerWeekWords(0)]).toEqual(['3.5', '0']);
  expect(pagesPerWeekWords(null)).toMatch(/less than a day/);
  expect(dayName('2026-11-23T00:00:00.000Z')).toBe('2026-11-23');
});
