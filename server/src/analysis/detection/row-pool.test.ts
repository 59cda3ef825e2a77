import { expect, test } from 'vitest';
import { createRowPool } from './row-pool.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot-bytes.ts';

test('a row that takes the place of a deleted one starts with zeros', () => {
  const pool = createRowPool(2);
  const first = pool.add('a');
  pool.fields[first * 2] = 5;
  pool.delete('a');
  const second = pool.add('b');
  expect(pool.fields[second * 2]).toBe(0);
  expect(pool.find('a')).toBeUndefined();
});

test('rows keep their numbers while the pool grows and through a snapshot', () => {
  const pool = createRowPool(3);
  for (let i = 0; i < 500; i++) pool.fields[pool.add(`row ${i}`) * 3 + 1] = i;
  pool.delete('row 7');
  const copy = createRowPool(3, decodeSnapshot(encodeSnapshot(pool.snapshot())));
  expect(copy.size).toBe(499);
  for (const i of [0, 6, 8, 499]) expect(copy.fields[copy.find(`row ${i}`)! * 3 + 1]).toBe(i);
  expect(copy.find('row 7')).toBeUndefined();
});
