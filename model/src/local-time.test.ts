import { expect, test } from 'vitest';
import { isTimeZone, isWithinHours, nextLocalTime } from './local-time.ts';
import { formatTime } from './time.ts';

const NINE = 9 * 60;

test('the next 09:00 is one of the clocks of the zone, on days when they are changed too', () => {
  const cases = [
    ['2026-11-23T08:59:00Z', 'UTC', '2026-11-23T09:00:00.000Z'],
    ['2026-11-23T09:00:00Z', 'UTC', '2026-11-24T09:00:00.000Z'],
    ['2026-11-23T12:00:30Z', 'Europe/Berlin', '2026-11-24T08:00:00.000Z'],
    // Clocks go forward at 01:00 UTC: that night has 23 hours.
    ['2026-03-28T20:00:00Z', 'Europe/Berlin', '2026-03-29T07:00:00.000Z'],
    ['2026-03-29T00:30:00Z', 'Europe/Berlin', '2026-03-29T07:00:00.000Z'],
    // They go back at 01:00 UTC: that night has 25.
    ['2026-10-24T20:00:00Z', 'Europe/Berlin', '2026-10-25T08:00:00.000Z'],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25T08:00:00.000Z'],
    ['2026-10-25T07:30:00Z', 'Europe/Berlin', '2026-10-25T08:00:00.000Z'],
    ['2026-03-08T06:00:00Z', 'America/New_York', '2026-03-08T13:00:00.000Z'],
    ['2026-11-01T04:00:00Z', 'America/New_York', '2026-11-01T14:00:00.000Z'],
    // By half an hour only, and not by whole hours from UTC.
    ['2026-04-04T12:00:00Z', 'Australia/Lord_Howe', '2026-04-04T22:30:00.000Z'],
    ['2026-11-23T12:00:00Z', 'Asia/Kathmandu', '2026-11-24T03:15:00.000Z'],
  ] as const;
  for (const [now, zone, expected] of cases)
    expect(formatTime(nextLocalTime(Date.parse(now), NINE, zone)), `${now} in ${zone}`).toBe(expected);
});

test('a time of day always lies ahead, at most 25 hours, whatever the minute of a year', () => {
  for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia']) {
    for (let now = Date.UTC(2026, 0, 1); now < Date.UTC(2027, 0, 1); now += 7 * 3_600_000 + 11 * 60_000) {
      const ahead = nextLocalTime(now, NINE, zone) - now;
      expect(ahead > 0 && ahead <= 25 * 3_600_000, `${formatTime(now)} in ${zone}`).toBe(true);
    }
  }
});

test('hours may run over midnight, and equal ends are no hours', () => {
  const at = (time: string): number => Date.parse(`2026-11-23T${time}:00Z`);
  expect(isWithinHours(at('23:00'), 22 * 60, 7 * 60, 'UTC')).toBe(true);
  expect(isWithinHours(at('07:00'), 22 * 60, 7 * 60, 'UTC')).toBe(false);
  expect(isWithinHours(at('07:00'), 7 * 60, 7 * 60, 'UTC')).toBe(false);
});

test('names of zones that are not known are refused', () => {
  expect(['Europe/Berlin', 'UTC', 'Berlin', '', '../etc'].map(isTimeZone)).toEqual([true, true, false, false, false]);
});
