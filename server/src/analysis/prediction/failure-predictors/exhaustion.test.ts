import { expect, test } from 'vitest';
import { counterNormal } from '../../statistics/counter-hash.ts';
import { createAnalogs } from '../analogs.ts';
import { HORIZON_MINUTES } from '../horizons.ts';
import { createHistory, observe } from '../resource-history.ts';
import { addPoint, createRunUpTable, followPoints, refreshSpread } from '../run-up-table.ts';
import { sampleOf } from '../simulated-minutes.ts';
import { type Regime, simulateRegime } from '../simulated-regimes.ts';
import { forecastExhaustion, isWorthAsking, stateOf } from './exhaustion.ts';

const ONSET = 0.98;
const DAY = 1_440;
/** Days of minutes take a second; a machine that is shared may need longer. */
const SLOW_MACHINE = 30_000;

/** P per horizon of every minute in which it was asked; `undefined` elsewhere. */
function forecasts(values: ArrayLike<number>): (readonly number[] | undefined)[] {
  const history = createHistory(sampleOf('db', values[0]!), 0);
  const table = createRunUpTable();
  const analogs = createAnalogs();
  return Array.from(values, (value, minute) => {
    observe(history, sampleOf('db', value), minute);
    followPoints(table, history.owner, minute, value);
    const state = stateOf(history);
    if (!state) return undefined;
    if (addPoint(table, history.owner, minute, state)) history.points += 1;
    refreshSpread(table, minute);
    if (value >= ONSET || !isWorthAsking(history, state)) return undefined;
    return forecastExhaustion(history, table, state, ONSET, analogs).probabilities;
  });
}

const course = (minutes: number, at: (minute: number) => number, noise = 0.008, seed = 1): number[] =>
  Array.from({ length: minutes }, (_, minute) => Math.min(1, at(minute) + noise * counterNormal(seed, minute)));

/** Minutes between the first forecast of one half and the limit. */
function warningLead(slopePerMinute: number, seed: number): number {
  const values = course(DAY + 600, (minute) => 0.4 + slopePerMinute * Math.max(0, minute - DAY), 0.008, seed);
  const onset = values.findIndex((value) => value >= ONSET);
  const warned = forecasts(values.slice(0, onset)).findIndex((each) => each !== undefined && each.at(-1)! >= 0.5);
  return warned < 0 ? 0 : onset - warned;
}

function highest(values: ArrayLike<number>, from = 0): number {
  return Math.max(
    0,
    ...forecasts(values)
      .slice(from)
      .flatMap((each) => each ?? []),
  );
}

test('a leak from 40 % at 0.5, 1 and 2 % a minute is foreseen 40, 20 and 10 minutes before the limit', () => {
  for (const seed of [1, 2, 3]) {
    expect(warningLead(0.005, seed)).toBeGreaterThanOrEqual(40);
    expect(warningLead(0.01, seed)).toBeGreaterThanOrEqual(20);
    expect(warningLead(0.02, seed)).toBeGreaterThanOrEqual(10);
  }
});

test('a sawtooth to 92 % is never called once it was seen for a day, and is capped before', () => {
  for (const period of [20, 60, 240]) {
    const values = course(2 * DAY, (minute) => 0.4 + (0.52 * (minute % period)) / period, 0.005);
    expect(highest(values, DAY), `period ${period}`).toBeLessThan(0.5);
    expect(highest(values), `period ${period}, first day`).toBeLessThanOrEqual(0.5);
  }
});

test('a restart that warms up to where it was before is no run-up', () => {
  const values = course(
    DAY + 300,
    (minute) => (minute < DAY ? 0.6 : Math.min(0.62, 0.2 + 0.01 * (minute - DAY))),
    0.005,
  );
  expect(highest(values)).toBeLessThan(0.5);
});

test('no forecast falls with the horizon', () => {
  for (const regime of ['stable', 'hot', 'leak', 'sawtooth', 'bursty'] as Regime[]) {
    for (const each of forecasts(simulateRegime(regime, 7, DAY))) {
      for (let bin = 1; bin < (each?.length ?? 0); bin += 1)
        expect(each![bin]!).toBeGreaterThanOrEqual(each![bin - 1]!);
    }
  }
});

test('over five regimes it has skill where a straight line has none, at 30 minutes and at 4 hours', {
  timeout: SLOW_MACHINE,
}, () => {
  const days = 6;
  const scored = [2, 5].map(() => ({ rows: 0, events: 0, ours: 0, line: 0 }));
  for (const regime of ['stable', 'hot', 'leak', 'sawtooth', 'bursty'] as Regime[]) {
    const values = simulateRegime(regime, 2_001, days * DAY);
    const all = forecasts(values);
    for (let minute = 2 * DAY; minute < days * DAY - 240; minute += 15) {
      if (values[minute]! >= ONSET) continue;
      for (const [index, bin] of [2, 5].entries()) {
        const horizon = HORIZON_MINUTES[bin]!;
        const came = values.subarray(minute + 1, minute + horizon + 1).some((value) => value >= ONSET) ? 1 : 0;
        const probability = all[minute]?.[bin] ?? 0.0005;
        const line = predictLinear(values, minute, horizon) >= ONSET ? 1 : 0;
        const score = scored[index]!;
        score.rows += 1;
        score.events += came;
        score.ours += (probability - came) ** 2;
        score.line += (line - came) ** 2;
      }
    }
  }
  for (const { rows, events, ours, line } of scored) {
    const reference = rows * (events / rows) * (1 - events / rows);
    expect(1 - ours / reference).toBeGreaterThan(0.2);
    expect(ours).toBeLessThan(0.7 * line);
  }
});

/** Least squares over the last hour, as monitoring systems extrapolate. */
function predictLinear(values: ArrayLike<number>, minute: number, ahead: number): number {
  const window = 60;
  let mean = 0;
  for (let back = 0; back < window; back += 1) mean += values[minute - back]! / window;
  let slope = 0;
  for (let back = 0; back < window; back += 1) slope += ((window - 1) / 2 - back) * (values[minute - back]! - mean);
  slope /= (window * (window * window - 1)) / 12;
  return mean + slope * ((window - 1) / 2 + ahead);
}
