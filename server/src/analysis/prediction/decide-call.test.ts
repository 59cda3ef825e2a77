import { DAY } from '@foreshock/model/time.ts';
import { defaultWarningPolicy, type WarningPolicy } from '@foreshock/model/warning-policy.ts';
import { expect, test } from 'vitest';
import { isTooLow, recentPages, stageOf, thresholdInForce } from './decide-call.ts';
import type { Tier } from './tier.ts';

const NOW = 100 * DAY;

test('a threshold that a person set wins over the one that was learnt, for its failure alone', () => {
  const policy = { thresholds: { disk_full: 0.8 } };
  expect(thresholdInForce(policy, 'disk_full', 0.5)).toBe(0.8);
  expect(thresholdInForce(policy, 'pool_exhausted', 0.5)).toBe(0.5);
  expect(thresholdInForce(defaultWarningPolicy, 'disk_full', 0.45)).toBe(0.45);
});

test('somebody is told from twenty resolved calls on, as long as the budget of the last seven days lasts', () => {
  const budget = { thresholds: {}, pagesPerWeek: 2 };
  const days = (...ago: number[]) => ago.map((day) => NOW - day * DAY);
  const stage = (policy: WarningPolicy, resolved: number, pages: number[], tier: Tier = 'exhaustion') =>
    stageOf(policy, { tier, resolved, pages, now: NOW });
  expect(stage(defaultWarningPolicy, 19, [])).toBe('shadow');
  expect(stage(defaultWarningPolicy, 20, days(1, 1, 1, 1, 1))).toBe('active');
  expect(stage(defaultWarningPolicy, 200, [], 'recurrence')).toBe('shadow');
  expect(stage(budget, 20, days(1))).toBe('active');
  expect(stage(budget, 20, days(1, 2))).toBe('shadow');
  expect(stage(budget, 20, days(1, 7))).toBe('active');
  expect(stage({ thresholds: {}, pagesPerWeek: 0 }, 200, [])).toBe('shadow');
  expect(recentPages(days(8, 7, 6), NOW)).toEqual(days(6));
});

test('a call no longer stands well under its threshold', () => {
  expect(isTooLow(0.29, 0.5)).toBe(true);
  expect(isTooLow(0.31, 0.5)).toBe(false);
});
