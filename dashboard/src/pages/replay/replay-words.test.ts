import { expect, test } from 'vitest';
import type { ReplayView } from '../../answer-shapes.ts';
import { differenceWords, leadGainWords, replayHeadline } from './replay-words.ts';

const view = (lengths: Partial<Record<'pagesAdded' | 'pagesRemoved' | 'caught' | 'lost', number>>): ReplayView => {
  const list = (length = 0) => Array.from({ length }, () => ({}));
  const { pagesAdded, pagesRemoved, caught, lost } = lengths;
  const lists = {
    pagesAdded: list(pagesAdded),
    pagesRemoved: list(pagesRemoved),
    caught: list(caught),
    lost: list(lost),
  };
  // The headline reads lengths alone.
  return lists as unknown as ReplayView;
};

test('the headline names what comes, what goes and what it costs', () => {
  expect(replayHeadline(view({ pagesRemoved: 4, lost: 1 }))).toBe('4 pages fewer, 1 failure lost.');
  expect(replayHeadline(view({ pagesAdded: 1, caught: 2 }))).toBe('1 page more, 2 failures caught.');
  expect(replayHeadline(view({}))).toBe('Nobody would have been told anything else.');
});

test('a gain of lead says in which direction', () => {
  expect(leadGainWords('PT12M')).toBe('calls come 12 min earlier, by the median');
  expect(leadGainWords('-PT3M')).toBe('calls come 3 min later, by the median');
  expect(leadGainWords('PT0S')).toBe('calls come at the same time');
  expect([differenceWords(3, 5), differenceWords(5, 3), differenceWords(3, 3)]).toEqual(['+2', '−2', 'same']);
});
