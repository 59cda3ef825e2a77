import { expect, test } from 'vitest';
import { counterNormal } from '../statistics/counter-hash.ts';
import { changeOver, createHistory, observe, type ResourceHistory, valueAt } from './resource-history.ts';
import { sampleOf } from './simulated-minutes.ts';

function historyOf(shares: readonly (number | undefined)[]): ResourceHistory {
  const history = createHistory(sampleOf('db', shares[0]!), 0);
  for (const [minute, share] of shares.entries())
    if (share !== undefined) observe(history, sampleOf('db', share), minute);
  return history;
}

const ramp = (from: number, to: number, minutes: number): number[] =>
  Array.from({ length: minutes }, (_, n) => from + ((to - from) * n) / (minutes - 1));

test('where each rise ended is remembered', () => {
  const { peaks } = historyOf([...ramp(0.3, 0.9, 30), ...ramp(0.35, 0.8, 30), ...ramp(0.3, 0.5, 10)]);
  expect(peaks.map((peak) => Math.round(peak * 100))).toEqual([90, 80]);
});

test('a fall of a tenth ends the course, noise does not', () => {
  const fallen = historyOf([...ramp(0.3, 0.8, 30), 0.4, 0.41, 0.42]);
  expect(fallen.reset).toBe(30);
  expect(historyOf([...ramp(0.3, 0.8, 30), 0.77, 0.81, 0.79]).reset).toBe(0);
});

test('a pool that swings by a tenth from minute to minute goes on rising all the same', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const swinging = (share: number, minute: number): number => share + 0.045 * counterNormal(seed, minute);
    const rising = historyOf([...ramp(0.12, 0.12, 240), ...ramp(0.12, 0.85, 60)].map(swinging));
    expect(rising.last - rising.reset).toBeGreaterThan(50);
    const fallen = historyOf([...ramp(0.12, 0.85, 60), ...ramp(0.12, 0.12, 10)].map(swinging));
    expect(fallen.last - fallen.reset).toBeLessThan(10);
  }
});

test('a gap of five minutes is bridged with the last value, a longer one begins anew', () => {
  const bridged = historyOf([0.4, 0.5, undefined, undefined, undefined, undefined, undefined, 0.6]);
  expect(valueAt(bridged, 4)).toBeCloseTo(0.5, 6);
  expect(bridged.first).toBe(0);
  expect(historyOf([0.4, 0.5, ...new Array<undefined>(6).fill(undefined), 0.6]).first).toBe(8);
});

test('a change is scaled up when only part of its window is known, and unknown below a quarter', () => {
  const history = historyOf(ramp(0.3, 0.59, 30));
  expect(changeOver(history, 29, 15)).toBeCloseTo(0.15, 5);
  expect(changeOver(history, 29, 60)).toBeCloseTo(0.6, 5);
  expect(changeOver(history, 29, 240)).toBeUndefined();
});
