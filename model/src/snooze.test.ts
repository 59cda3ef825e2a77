import { expect, test } from 'vitest';
import { beginSnooze, oddsToWaitFor, type SnoozeForm, standingSnooze } from './snooze.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

const now = Date.UTC(2026, 10, 23, 12);
const by = 'ana';

test('each form ends, and says by whom it began', () => {
  const begin = (form: SnoozeForm) => beginSnooze(form, { probability: 0.6, horizon: 2 * HOUR }, { by, now });
  expect(begin({ forMs: 30 * MINUTE })).toEqual({
    ok: true,
    value: { by, from: now, until: now + 30 * MINUTE, probability: 0.6 },
  });
  expect(begin({ untilMinute: 9 * 60, timeZone: 'Europe/Berlin' })).toMatchObject({
    value: { until: Date.UTC(2026, 10, 24, 8) },
  });
  expect(begin({ untilProbability: 0.8 })).toMatchObject({ value: { until: now + 2 * HOUR, untilProbability: 0.8 } });
});

test('one that waits for odds ends within a day, however far the horizon', () => {
  const begun = beginSnooze({ untilProbability: 0.8 }, { probability: 0.6, horizon: 7 * DAY }, { by, now });
  expect(begun).toMatchObject({ value: { until: now + DAY } });
});

test('what would not end ahead, or waits for what is not shown, is refused with the field', () => {
  const cases: [SnoozeForm, number | undefined, string][] = [
    [{ forMs: 0 }, 0.6, 'for'],
    [{ forMs: -HOUR }, 0.6, 'for'],
    [{ forMs: 8 * DAY }, 0.6, 'for'],
    [{ untilProbability: 0.6 }, 0.6, 'untilProbability is 0.6'],
    [{ untilProbability: 0.8 }, undefined, 'untilProbability'],
  ];
  for (const [form, probability, field] of cases) {
    const begun = beginSnooze(form, probability === undefined ? {} : { probability }, { by, now });
    expect(begun, JSON.stringify(form)).toMatchObject({ ok: false, error: { code: 'input-invalid' } });
    expect(begun.ok ? '' : begun.error.message).toContain(field);
  }
});

test('a snooze stands until its end and no longer', () => {
  const snooze = { by, from: now, until: now + HOUR };
  expect(standingSnooze(snooze, now + HOUR - 1)).toBe(snooze);
  expect(standingSnooze(snooze, now + HOUR)).toBeUndefined();
  expect(standingSnooze(undefined, now)).toBeUndefined();
});

test('the odds that are offered lie ahead of those that are shown', () => {
  expect([oddsToWaitFor(0.62), oddsToWaitFor(0.93), oddsToWaitFor(undefined)]).toEqual([[0.7, 0.8], [], []]);
});
