import { expect, test } from 'vitest';
import { lossWords, ruleReplayWords } from './rule-replay-words.ts';

const item = { id: 'inc_1', title: 'x', startedAt: '', facts: 3, touched: 1, records: 9, errors: 0 };
const replay = { from: '', to: '', isCut: false, mayChangeCauses: false };

test('each state of an incident has its words', () => {
  expect(lossWords({ state: 'whole', facts: 3, touched: 0 })).toBe('no fact touched');
  expect(lossWords({ state: 'thinner', facts: 3, touched: 1 })).toBe('1 of 3 facts touched');
  expect(lossWords({ state: 'bare', facts: 1, touched: 1 })).toBe('all 1 fact touched');
  expect(lossWords({ state: 'unknown', facts: 1, touched: 0 })).toContain('nobody can say');
});

test('a replay says that no incident would have been missed, and what it cannot know', () => {
  const items = [
    { ...item, state: 'thinner' as const },
    { ...item, state: 'unknown' as const },
  ];
  const words = ruleReplayWords({ ...replay, items, mayChangeCauses: true });
  expect(words).toContain(
    '2 incidents looked at: 1 would have facts that nobody could open in full, of 1 nobody can say.',
  );
  expect(words).toContain('None would have been missed');
  expect(words).toContain('with fewer the ranking may be another');
});
