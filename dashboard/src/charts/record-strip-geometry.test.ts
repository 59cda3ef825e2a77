import { expect, test } from 'vitest';
import { layOutRecord } from './record-strip-geometry.ts';

test('calls that have no room go to the next line, in order', () => {
  const record = layOutRecord(['hit', 'miss', 'acted', 'hit', 'pending'], 40);
  expect(record.height).toBe(30);
  expect(record.marks.map((mark) => mark.y)).toEqual([7, 7, 7, 22, 22]);
  expect(record.marks[3]).toMatchObject({ x: 6, outcome: 'hit' });
});

test('without calls there is one empty line', () => {
  expect(layOutRecord([], 300)).toEqual({ marks: [], height: 15 });
});
