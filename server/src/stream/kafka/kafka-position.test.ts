import { expect, test } from 'vitest';
import { comparePositions } from '../stream-position.ts';
import { formatPlace, parsePlace } from './kafka-position.ts';

test('a place is read back from its position, and later messages have greater positions', () => {
  const offsets = [0n, 1n, 15n, 16n, 4_294_967_296n, 2n ** 60n];
  const positions = offsets.map((offset) => formatPlace({ topic: '0ed4727b', offset }));
  expect(positions.map(parsePlace)).toEqual(offsets.map((offset) => ({ topic: '0ed4727b', offset })));
  expect([...positions].sort(comparePositions)).toEqual(positions);
});

test('texts that are no positions', () => {
  for (const text of ['', '0ed4727b', '0ED4727B0000000000000000', 'xed4727b0000000000000000', '00000000000000']) {
    expect(parsePlace(text), text).toBeUndefined();
  }
});
