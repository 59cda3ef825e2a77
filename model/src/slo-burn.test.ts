import { expect, test } from 'vitest';
import {
  burnEpisodes,
  burnRules,
  createBurnReader,
  errorBudgetOf,
  exhaustedInMs,
  LONGEST_BURN_WINDOW_MS,
  type SloCount,
} from './slo-burn.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

const [fast, slow] = burnRules as [(typeof burnRules)[number], (typeof burnRules)[number]];
const promise = { target: 0.999, windowDays: 30 } as const;
const END = 6 * HOUR;

/** `requests` a minute for six hours, of which `bad(minute)` are bad; minutes count from the end. */
function readerOf(requests: number, bad: (minutesBeforeEnd: number) => number, sampling = 1) {
  const counts: SloCount[] = Array.from({ length: 360 }, (_, minute) => ({
    time: minute * MINUTE,
    count: requests,
    bad: bad(360 - minute),
    sampled: requests * sampling,
    sampledBad: bad(360 - minute) * sampling,
  }));
  return createBurnReader(counts, { from: 0, to: END }, promise);
}

test('burn is the share of bad requests over the share that may be', () => {
  const reader = readerOf(1_000, (before) => (before <= 5 ? 20 : 1));
  expect(reader.window(END, 5 * MINUTE)).toMatchObject({ requests: 5_000, bad: 100 });
  expect(reader.window(END, 5 * MINUTE).burn).toBeCloseTo(20);
  expect(reader.window(END, HOUR).burn).toBeCloseTo((55 + 100) / 60);
});

test('the fast rule needs both of its windows, and the slow one sees what the fast one is blind to', () => {
  const oneSpike = readerOf(1_000, (before) => (before <= 5 ? 20 : 0));
  expect(oneSpike.rule(END, fast)).toBe('calm');
  const hour = readerOf(1_000, (before) => (before <= 60 ? 15 : 0));
  expect(hour.rule(END, fast)).toBe('burning');
  const over = readerOf(1_000, (before) => (before <= 65 && before > 6 ? 20 : 0));
  expect(over.rule(END, fast)).toBe('calm');
  const smoulder = readerOf(1_000, () => 7);
  expect(smoulder.rule(END, fast)).toBe('calm');
  expect(smoulder.rule(END, slow)).toBe('burning');
});

test('at the limit exactly a rule burns, a hair below it does not', () => {
  expect(readerOf(10_000, () => 144).rule(END, fast)).toBe('burning');
  expect(readerOf(10_000, () => 143).rule(END, fast)).toBe('calm');
});

test('few requests are said to be few: one failed job with its retries does not burn, an outage does', () => {
  const retries = readerOf(0.5, (before) => (before <= 4 ? 1 : 0));
  expect(retries.rule(END, fast)).toBe('too-few');
  const outage = readerOf(0.5, (before) => (before <= 20 ? 0.5 : 0));
  expect(outage.rule(END, fast)).toBe('burning');
  const chance = readerOf(2.2, (before) => (before === 2 || before % 90 === 0 ? 1 : 0));
  expect(chance.rule(END, slow)).toBe('too-few');
  expect(readerOf(0.05, () => 0).rule(END, fast)).toBe('too-few');
  expect(readerOf(0, () => 0).rule(END, fast)).toBe('no-requests');
});

test('chance acts on spans that were sent, not on what they stand for', () => {
  expect(readerOf(100, (before) => (before <= 6 ? 20 : 0)).rule(END, fast)).toBe('burning');
  expect(readerOf(100, (before) => (before <= 6 ? 20 : 0), 0.01).rule(END, fast)).toBe('too-few');
});

test('the onset is where bad requests began to add up, and not where the rule found out', () => {
  const reader = readerOf(1_000, (before) => (before <= 23 ? 200 : 1));
  expect(reader.onset(END, fast)).toBe(END - 23 * MINUTE);
});

test('what is left of a budget, and how long it lasts at the burn of now', () => {
  const counts = [{ time: 0, count: 10_000, bad: 5, sampled: 10_000, sampledBad: 5 }];
  const budget = errorBudgetOf(counts, promise);
  expect(budget.achieved).toBeCloseTo(0.9995);
  expect(budget.remaining).toBeCloseTo(0.5);
  expect(exhaustedInMs(budget, 10, promise)).toBeCloseTo(1.5 * DAY, -3);
  expect(exhaustedInMs(budget, 1, promise)).toBeUndefined();
  expect(exhaustedInMs({ requests: 1, bad: 1, remaining: -0.2 }, 0, promise)).toBe(0);
  expect(errorBudgetOf([], promise)).toEqual({ requests: 0, bad: 0 });
});

test('episodes that are minutes apart are one, and the history before the range counts in its windows', () => {
  const reader = readerOf(1_000, (before) => ((before <= 200 && before > 150) || before <= 60 ? 50 : 0));
  const found = burnEpisodes(reader, { from: 0, to: LONGEST_BURN_WINDOW_MS });
  const isFast = found.filter(({ rule }) => rule === 'fast');
  expect(isFast).toHaveLength(2);
  expect(isFast[1]!.to).toBe(END);
  expect(found.some(({ rule }) => rule === 'slow')).toBe(true);
});
