import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor, pageOf } from './cursor.ts';

test('a cursor gives back where the page ended', () => {
  expect(decodeCursor(encodeCursor([true, -5, 'inc_x']), [false, 0, ''] as const)).toEqual({
    ok: true,
    value: [true, -5, 'inc_x'],
  });
});

test('cursors that are refused', () => {
  for (const text of ['', 'nonsense', encodeCursor([1]), encodeCursor([1, 2, 3]), encodeCursor(['a', 0, '']), '%%%']) {
    expect(decodeCursor(text, [false, 0, ''] as const), text).toMatchObject({
      ok: false,
      error: { code: 'input-invalid' },
    });
  }
});

test('only a page that has one after it names the next', () => {
  const page = (rows: number[]) =>
    pageOf(
      rows,
      2,
      (row) => row,
      (row) => [row],
    );
  expect(page([1, 2, 3])).toEqual({ items: [1, 2], next: encodeCursor([2]) });
  expect(page([1, 2])).toEqual({ items: [1, 2] });
  expect(page([])).toEqual({ items: [] });
});
