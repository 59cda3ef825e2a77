import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

test('a cursor decodes to what it was made of', () => {
  const parts = ['1772323200123456789', "token'\\\0", 7];
  expect(decodeCursor(encodeCursor(parts), ['string', 'string', 'number'])).toEqual(parts);
});

test('what is no cursor of these parts is refused', () => {
  const types = ['string', 'number'] as const;
  for (const text of [
    '',
    'x',
    encodeCursor(['a']),
    encodeCursor([1, 'a']),
    encodeCursor(['a', 1, 2]),
    'e30',
    'bnVsbA',
  ]) {
    expect(decodeCursor(text, types), text).toBeUndefined();
  }
});
