import { expect, test } from 'vitest';
import { parseSearch, stringifySearch } from './url-state.ts';

test('an address keeps plain words and drops what is empty', () => {
  expect(stringifySearch({ q: 'service=cart "timed out"', last: 'PT1H', brush: undefined, tab: '' })).toBe(
    '?q=service%3Dcart+%22timed+out%22&last=PT1H',
  );
  expect(stringifySearch({})).toBe('');
});

test('what was written to an address is read back', () => {
  const search = { q: 'a=b & c', from: '2026-11-22T02:00:00.000Z' };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});
