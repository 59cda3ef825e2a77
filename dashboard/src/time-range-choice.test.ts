import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { panRange, parseTypedRange, readRange, writeRange, zoomRange } from './time-range-choice.ts';

const now = Date.parse('2026-11-22T03:14:00Z');

test('an address is read back as it was written', () => {
  for (const search of [{ last: 'PT90M' }, { from: '2026-11-22T02:00:00.000Z', to: '2026-11-22T03:00:00.000Z' }]) {
    const choice = readRange(search, HOUR);
    expect(readRange(writeRange(choice), MINUTE)).toEqual(choice);
  }
});

test('an address that cannot be read falls back', () => {
  for (const search of [{}, { last: 'soon' }, { from: '2026-11-22T03:00:00Z', to: '2026-11-22T02:00:00Z' }]) {
    expect(readRange(search, HOUR)).toEqual({ kind: 'last', length: HOUR });
  }
});

test('ranges that can be typed', () => {
  expect(parseTypedRange('last 90 min', now)).toEqual({ kind: 'last', length: 90 * MINUTE });
  expect(parseTypedRange('2h', now)).toEqual({ kind: 'last', length: 2 * HOUR });
  expect(parseTypedRange('2026-11-22T01:00:00Z to 2026-11-22T02:00:00Z', now)).toEqual({
    kind: 'between',
    range: { from: now - 2 * HOUR - 14 * MINUTE, to: now - HOUR - 14 * MINUTE },
  });
});

test('ranges that are refused', () => {
  for (const text of ['', 'soon', '1s', '99d', '03:00', 'a to b'])
    expect(parseTypedRange(text, now), text).toBeUndefined();
});

test('a clock time that has not come yet is yesterday', () => {
  const later = new Date(now + HOUR);
  const text = `${later.getHours()}:${String(later.getMinutes()).padStart(2, '0')}`;
  const choice = parseTypedRange(`${text} to 2026-11-22T03:14:00Z`, now);
  expect(choice).toEqual({ kind: 'between', range: { from: now - 23 * HOUR, to: now } });
});

test('panning beyond now follows now again', () => {
  const earlier = panRange({ kind: 'last', length: HOUR }, -1, now);
  expect(earlier).toEqual({ kind: 'between', range: { from: now - 90 * MINUTE, to: now - 30 * MINUTE } });
  expect(panRange(earlier, 1, now)).toEqual({ kind: 'last', length: HOUR });
});

test('zooming never asks for less than two minutes', () => {
  expect(zoomRange({ kind: 'last', length: 3 * MINUTE }, 0.25, now)).toEqual({ kind: 'last', length: 2 * MINUTE });
});
