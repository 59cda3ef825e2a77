import { deserialize, serialize } from 'node:v8';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { counterUniform } from '../../statistics/counter-hash.ts';
import { pairKey } from '../pair-key.ts';
import { createPrecursors, foreshadowedNow, type Precursors } from './precursors.ts';
import { followMinutes, lineOf, SHOP, type SimulatedMinute, timeOf } from './simulated-signs.ts';

const DAY = 1_440;
const chatter = lineOf('GET <NUM>');
const omen = lineOf('pool wait');

/** Every six hours a crash; the omen eleven minutes before, unless the crash is one of `without`. */
function crashes(minute: number, without: readonly number[] = []): SimulatedMinute {
  const crash = Math.floor(minute / 360);
  const within = minute % 360;
  const signs = within === 189 && !without.includes(crash) ? [chatter, omen] : [chatter];
  return within === 200 ? { signs, fails: 'crash_loop' } : { signs };
}

function mined(days: number, at: (minute: number) => SimulatedMinute, facts = {}): Precursors {
  const state = createPrecursors();
  followMinutes(state, 0, days * DAY + 1, at, facts);
  return state;
}

test('a line that comes before crashes is a rule with its counts and its lead; what is always written is none', () => {
  const { rules } = mined(3, (minute) => crashes(minute, [4, 8]));
  expect(rules).toHaveLength(1);
  expect(rules[0]).toMatchObject({ sign: 'pool wait', failure: 'crash_loop', support: 10, times: 10 });
  expect(rules[0]!.medianLead).toBe(10 * MINUTE);
  expect(rules[0]!.window).toBe(15 * MINUTE);
});

test('once its line is seen a failure is foreshadowed until its window is over or it comes', () => {
  const state = mined(3, (minute) => crashes(minute));
  const seen = (minute: number) => foreshadowedNow(state, timeOf(minute));
  expect(seen(3 * DAY)).toEqual([]);
  followMinutes(state, 3 * DAY + 1, 3 * DAY + 190, crashes);
  expect(seen(3 * DAY + 189)).toMatchObject([{ entity: SHOP, failure: 'crash_loop', seenAt: timeOf(3 * DAY + 189) }]);
  expect(seen(3 * DAY + 189)[0]!.precision).toBeGreaterThan(0.8);
  expect(seen(3 * DAY + 189)[0]!.precision).toBeLessThan(1);
  followMinutes(state, 3 * DAY + 190, 3 * DAY + 201, crashes);
  expect(seen(3 * DAY + 200)).toEqual([]);
});

test('two occasions are no rule, and neither are lines that crashes follow by chance', () => {
  expect(mined(1, (minute) => (minute < 720 ? crashes(minute) : { signs: [chatter] })).rules).toEqual([]);
  const random = (minute: number): SimulatedMinute => ({
    signs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((line) =>
      counterUniform(7, line, minute) < 0.01 ? [lineOf(`line ${line}`)] : [],
    ),
    ...(counterUniform(8, minute) < 0.004 && { fails: 'crash_loop' as const }),
  });
  expect(mined(10, random).rules).toEqual([]);
});

test('what is written when the failure has begun, before it has lasted long enough to count, foretells nothing', () => {
  const symptom = (minute: number): SimulatedMinute => ({ ...crashes(minute), lasted: 12 });
  expect(mined(3, symptom).rules).toEqual([]);
});

test('what happened while too little arrived, or after somebody acted on a call, teaches nothing', () => {
  expect(mined(3, crashes, { isBlind: true }).signs.size).toBe(0);
  const actedAt = new Map([[pairKey(SHOP, 'crash_loop'), Number.POSITIVE_INFINITY]]);
  expect(mined(3, crashes, { actedAt }).rules).toEqual([]);
});

test('a rule that stops coming true falls in odds, and is gone', () => {
  const state = mined(3, (minute) => crashes(minute));
  const broken = (minute: number): SimulatedMinute => ({ signs: crashes(minute).signs ?? [] });
  followMinutes(state, 3 * DAY + 1, 5 * DAY - 100, broken);
  followMinutes(state, 5 * DAY - 100, 5 * DAY - 90, () => ({ signs: [omen] }));
  const [fallen] = foreshadowedNow(state, timeOf(5 * DAY - 95));
  expect(fallen!.precision).toBeLessThan(0.5);
  followMinutes(state, 5 * DAY - 90, 8 * DAY, broken);
  expect(state.rules).toEqual([]);
});

test('rules are mined when replayed history ends, and not only at midnight', () => {
  const state = createPrecursors();
  const historyUntil = timeOf(2 * DAY + 600);
  followMinutes(state, 1_000, 2 * DAY + 600, (minute) => (minute < 2 * DAY ? {} : crashes(minute)), { historyUntil });
  expect(state.rules).toEqual([]);
  const early = createPrecursors();
  followMinutes(early, 1_000, 2 * DAY + 601, (minute) => (minute < DAY + 100 ? {} : crashes(minute)), { historyUntil });
  expect(early.minedDay).toBeGreaterThan(0);
  expect(early.rules).not.toEqual([]);
});

test('a copy that was kept and read back goes on bit by bit', () => {
  const state = mined(2, (minute) => crashes(minute));
  const copy = deserialize(serialize(state)) as Precursors;
  for (const one of [state, copy]) followMinutes(one, 2 * DAY + 1, 4 * DAY, crashes);
  expect(copy).toEqual(state);
});
