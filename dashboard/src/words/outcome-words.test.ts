import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { leadWords, outcomeSentence } from './outcome-words.ts';

test('a call whose failure came in the same minute is not said to have come true after 0 ms', () => {
  expect([0, -5 * MINUTE, 12 * MINUTE].map(leadWords)).toEqual([
    'at once, too late to act',
    'at once, too late to act',
    'after 12 min',
  ]);
});

test('a call in vain names the time by which nothing had happened, where it is known', () => {
  expect(outcomeSentence({ outcome: 'miss', closedAt: undefined })).toBe('We were wrong: nothing happened.');
  expect(outcomeSentence({ outcome: 'miss', closedAt: 0 })).toMatch(/^We were wrong: nothing happened by \d\d:\d\d\.$/);
});
