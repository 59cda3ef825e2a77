import { HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { snoozeWords } from './snooze-words.ts';

const now = new Date(2026, 10, 23, 12).getTime();
const snooze = { by: 'ana', until: now + HOUR, untilProbability: undefined, ended: undefined };

test('a snooze says until when and by whom, and what else ends it', () => {
  expect(snoozeWords(snooze, now)).toBe('snoozed until 13:00, by ana');
  expect(snoozeWords({ ...snooze, by: '' }, now)).toBe('snoozed until 13:00');
  expect(snoozeWords({ ...snooze, untilProbability: 0.8 }, now)).toBe(
    'snoozed until 80 %, at the latest 13:00, by ana',
  );
});

test('one that ended early says why, and one that ended at its time nothing', () => {
  const before = { ...snooze, until: now - HOUR };
  expect(snoozeWords(before, now)).toBeUndefined();
  expect(snoozeWords({ ...before, ended: 'worsened' }, now)).toBe('snooze ended 11:00: it got worse');
  expect(snoozeWords({ ...before, untilProbability: 0.8, ended: 'reached' }, now)).toBe(
    'snooze ended 11:00: the odds reached 80 %',
  );
});
