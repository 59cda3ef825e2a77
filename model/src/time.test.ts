import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  DAY,
  formatDuration,
  formatTime,
  HOUR,
  MINUTE,
  parseIsoDuration,
  parseTime,
  SECOND,
  startOfMinute,
} from './time.ts';

test('durations as they are written', () => {
  const cases: [number, string][] = [
    [0, 'PT0S'],
    [90_000, 'PT1M30S'],
    [DAY, 'P1D'],
    [DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND, 'P1DT2H3M4S'],
    [HOUR, 'PT1H'],
    [-30 * MINUTE, '-PT30M'],
    [499, 'PT0S'],
    [1_500, 'PT2S'],
  ];
  for (const [duration, text] of cases) expect(formatDuration(duration), text).toBe(text);
});

test('durations that are refused', () => {
  for (const text of ['', 'P', 'PT', 'P1DT', '5', '1h', '-PT5M', 'PT1.5H', 'P1M', 'PT5', 'pt5m', 'PT5M ', 'P1W']) {
    expect(parseIsoDuration(text), text).toBeUndefined();
  }
});

test('a duration of whole seconds is the same after writing and reading it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
      expect(parseIsoDuration(formatDuration(seconds * SECOND))).toBe(seconds * SECOND);
    }),
  );
});

test('a time is the same after writing and reading it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (time) => {
      expect(parseTime(formatTime(time))).toBe(time);
    }),
  );
});

test('times that are refused', () => {
  for (const text of ['', 'now', '2026-11-22', '1763781240000', '2026-13-22T00:00:00Z', '22.11.2026']) {
    expect(parseTime(text), text).toBeUndefined();
  }
});

test('an offset is taken into account', () => {
  expect(parseTime('2026-11-22T04:14:00+01:00')).toBe(Date.parse('2026-11-22T03:14:00Z'));
});

test('a minute begins at its second 0, before 1970 too', () => {
  expect(startOfMinute(119_999)).toBe(60_000);
  expect(startOfMinute(120_000)).toBe(120_000);
  expect(startOfMinute(-1)).toBe(-60_000);
});
