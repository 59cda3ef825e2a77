import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { leadWords } from './outcome-words.ts';

test('a call whose failure came in the same minute is not said to have come true after 0 ms', () => {
  expect([0, -5 * MINUTE, 12 * MINUTE].map(leadWords)).toEqual([
    'at once, too late to act',
    'at once, too late to act',
    'after 12 min',
  ]);
});
