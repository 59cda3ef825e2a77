import { DAY, HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignRange, resolveRange, resolveStep } from './time-range.ts';

const NOW = Date.parse('2026-11-22T03:14:15Z');

test('a range that would begin before anything was stored begins in 1970, and one that ends there is none', () => {
  for (const input of [{ from: '0020-02-29T00:00:00Z' }, { last: 'P999999D' }])
    expect(resolveRange(input, NOW), JSON.stringify(input)).toEqual({ ok: true, value: { from: 0, to: NOW } });
  expect(resolveRange({ to: '0020-02-29T00:00:00Z' }, NOW)).toMatchObject({ ok: false });
});

test('a range may be given by its ends, by its length, or not at all', () => {
  const cases: [Parameters<typeof resolveRange>[0], [number, number]][] = [
    [{}, [NOW - HOUR, NOW]],
    [{ last: 'PT90M' }, [NOW - 90 * MINUTE, NOW]],
    [{ from: '2026-11-22T01:00:00Z' }, [Date.parse('2026-11-22T01:00:00Z'), NOW]],
    [
      { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z' },
      [Date.parse('2026-11-21T00:00:00Z'), Date.parse('2026-11-22T00:00:00Z')],
    ],
    [
      { to: '2026-11-22T00:00:00Z', last: 'PT1H' },
      [Date.parse('2026-11-21T23:00:00Z'), Date.parse('2026-11-22T00:00:00Z')],
    ],
    [{ from: '2026-11-22T01:00:00Z', last: 'PT5M' }, [Date.parse('2026-11-22T01:00:00Z'), NOW]],
  ];
  for (const [input, [from, to]] of cases) {
    expect(resolveRange(input, NOW), JSON.stringify(input)).toEqual({ ok: true, value: { from, to } });
  }
});

test('the length without any input is that of the question', () => {
  expect(resolveRange({}, NOW, DAY)).toEqual({ ok: true, value: { from: NOW - DAY, to: NOW } });
});

test('ranges that are refused say which end is wrong', () => {
  const cases: [Parameters<typeof resolveRange>[0], RegExp][] = [
    [{ from: 'yesterday' }, /^from is "yesterday": expected a time/],
    [{ to: 'now' }, /^to is "now": expected a time/],
    [{ last: '1h' }, /^last is "1h": expected a duration/],
    [{ last: 'PT0S' }, /^last is "PT0S"/],
    [{ from: '2026-11-22T03:14:15Z' }, /it must be before to/],
    [{ from: '2026-11-22T02:00:00Z', to: '2026-11-22T01:00:00Z' }, /it must be before to/],
  ];
  for (const [input, message] of cases) {
    const range = resolveRange(input, NOW);
    expect(!range.ok && [range.error.code, range.error.message]).toEqual([
      'input-invalid',
      expect.stringMatching(message),
    ]);
  }
});

test('without a step the smallest round one gives at most 120 points', () => {
  const cases: [number, number, number][] = [
    [15 * MINUTE, 10 * SECOND, 10 * SECOND],
    [HOUR, 10 * SECOND, 30 * SECOND],
    [HOUR, MINUTE, MINUTE],
    [DAY, 10 * SECOND, 15 * MINUTE],
    [7 * DAY, MINUTE, 2 * HOUR],
    [365 * DAY, MINUTE, 24 * HOUR],
  ];
  for (const [span, smallest, step] of cases) {
    expect(resolveStep(undefined, { from: NOW - span, to: NOW }, smallest), String(span)).toEqual({
      ok: true,
      value: step,
    });
  }
});

test('a step that is asked for is taken unless it makes too many points', () => {
  const hour = { from: NOW - HOUR, to: NOW };
  expect(resolveStep('PT7S', hour, MINUTE)).toEqual({ ok: true, value: 7 * SECOND });
  for (const step of ['PT2S', 'PT0S', '1m', '-PT1M']) expect(resolveStep(step, hour, MINUTE).ok, step).toBe(false);
});

test('an aligned range holds the range and is whole steps long', () => {
  const times = fc.integer({ min: 0, max: 4e12 });
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: DAY }), fc.integer({ min: SECOND, max: DAY }), (from, span, step) => {
      const aligned = alignRange({ from, to: from + span }, step);
      expect(aligned.from).toBeLessThanOrEqual(from);
      expect(aligned.to).toBeGreaterThanOrEqual(from + span);
      expect((aligned.to - aligned.from) % step).toBe(0);
      expect(aligned.to - aligned.from).toBeLessThan(span + 2 * step);
    }),
  );
});
