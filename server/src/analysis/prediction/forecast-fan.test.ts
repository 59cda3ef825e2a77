import { expect, test } from 'vitest';
import { counterNormal } from '../statistics/counter-hash.ts';
import { forecastExhaustion, stateOf } from './failure-predictors/exhaustion.ts';
import { forecastFan } from './forecast-fan.ts';
import { createHistory, observe } from './resource-history.ts';
import { addPoint, createRunUpTable, followPoints, refreshSpread } from './run-up-table.ts';
import { sampleOf } from './simulated-minutes.ts';

function fanAfter(minutes: number, share: (minute: number) => number) {
  const history = createHistory(sampleOf('db', share(0)), 0);
  const table = createRunUpTable();
  for (let minute = 0; minute < minutes; minute += 1) {
    const value = share(minute) + 0.005 * counterNormal(4, minute);
    observe(history, sampleOf('db', value), minute);
    followPoints(table, history.owner, minute, value);
    const state = stateOf(history);
    if (state && addPoint(table, history.owner, minute, state)) history.points += 1;
    refreshSpread(table, minute);
  }
  return forecastFan(history, table, forecastExhaustion(history, table, stateOf(history)!, 0.98), 0.98);
}

test('a flat resource stays where it is, within its usual range', () => {
  const { quantiles, usual, current } = fanAfter(1_440, () => 0.5);
  for (const values of quantiles) {
    expect(values[0]!).toBeGreaterThan(46);
    expect(values[18]!).toBeLessThan(54);
  }
  expect(current).toBeGreaterThan(usual.low - 1);
  expect(current).toBeLessThan(usual.high + 1);
});

test('a rising resource rises on in the middle of the fan and stops at the limit', () => {
  const { quantiles, futures, current, limit } = fanAfter(1_500, (minute) => 0.4 + 0.006 * Math.max(0, minute - 1_440));
  expect(quantiles[2]![9]!).toBeGreaterThan(current + 5);
  expect(quantiles[5]![18]!).toBe(limit);
  const full = futures.filter((future) => future.at(-1) === limit).length;
  expect(full).toBeGreaterThan(4);
  for (const future of futures) {
    const reached = future.indexOf(limit);
    if (reached >= 0) for (const value of future.slice(reached)) expect(value).toBe(limit);
  }
});

test('quantiles never cross, and the same minute draws the same futures', () => {
  const course = (minute: number) => 0.5 + 0.2 * Math.sin(minute / 100);
  const fan = fanAfter(1_000, course);
  for (const values of fan.quantiles) {
    for (let index = 1; index < values.length; index += 1)
      expect(values[index]!).toBeGreaterThanOrEqual(values[index - 1]!);
  }
  expect(fanAfter(1_000, course)).toEqual(fan);
});
