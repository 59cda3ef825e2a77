import { expect, test } from 'vitest';
import { changedLines } from './changed-lines.ts';

test('what stands in both is left out, and the same text has changed nothing', () => {
  expect(changedLines('a\nb', 'c\nb')).toEqual([
    { sign: '-', text: 'a' },
    { sign: '+', text: 'c' },
  ]);
  expect(changedLines('a\nb', 'a\nb')).toEqual([]);
});
