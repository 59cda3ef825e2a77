import { expect, test } from 'vitest';
import { counterNormal } from '../../statistics/counter-hash.ts';
import { createHistory, observe, type SlowFill } from '../resource-history.ts';
import { sampleOf } from '../simulated-minutes.ts';
import { forecastSlowFill } from './slow-fill.ts';

const DAY = 1_440;

function after(days: number, share: (day: number) => number): SlowFill {
  const history = createHistory(sampleOf('disk', share(0), 'k8s.volume.usage'), 0);
  for (let minute = 0; minute < days * DAY; minute += 5) {
    observe(
      history,
      sampleOf('disk', share(minute / DAY) + 0.002 * counterNormal(1, minute), 'k8s.volume.usage'),
      minute,
    );
  }
  return forecastSlowFill(history, 0.95);
}

test('a disk that grows two points a day tells how many days are left', () => {
  const { hoursLeft, within72h } = after(10, (day) => 0.5 + 0.02 * day);
  expect(hoursLeft! / 24).toBeGreaterThan(11);
  expect(hoursLeft! / 24).toBeLessThan(14);
  expect(within72h).toBeLessThan(0.05);
});

test('a disk that will be full in two days is called for 72 hours, capped below 14 days of history', () => {
  const short = after(8, (day) => 0.9 - 0.03 * (8 - day));
  expect(short.within72h).toBeGreaterThan(0.4);
  expect(short.within72h).toBeLessThanOrEqual(0.5);
  const long = after(20, (day) => 0.9 - 0.03 * (20 - day));
  expect(long.within72h).toBeGreaterThan(0.7);
});

test('a daily wave is no growth', () => {
  for (const phase of [0, 0.25, 0.5, 0.75]) {
    expect(after(6 + phase, (day) => 0.6 + 0.2 * Math.sin(2 * Math.PI * day)).within72h, `phase ${phase}`).toBeLessThan(
      0.2,
    );
  }
});
