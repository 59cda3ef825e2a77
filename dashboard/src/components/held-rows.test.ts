import { expect, test } from 'vitest';
import { holdRows } from './held-rows.ts';

interface Row {
  readonly id: string;
  readonly odds: number;
}
const idOf = (row: Row) => row.id;
const known = new Map<string, Row>([
  ['a', { id: 'a', odds: 1 }],
  ['b', { id: 'b', odds: 2 }],
]);

test('a new row waits, and a row that overtakes stays in its place with its new figure', () => {
  const incoming = [
    { id: 'c', odds: 9 },
    { id: 'b', odds: 8 },
    { id: 'a', odds: 1 },
  ];
  expect(holdRows(['a', 'b'], incoming, known, idOf)).toEqual({
    rows: [
      { id: 'a', odds: 1 },
      { id: 'b', odds: 8 },
    ],
    waiting: 1,
  });
});

test('a row that left the list stays until somebody asks', () => {
  expect(holdRows(['a', 'b'], [{ id: 'b', odds: 3 }], known, idOf).rows.map(idOf)).toEqual(['a', 'b']);
});
