/**
 * How fast an error budget is used up: 1 uses it up exactly at the end of the window of the objective. Two rules of two
 * windows each, after Beyer et al., "The Site Reliability Workbook", O'Reilly 2018, chapter 5: the long window says that
 * it matters, the short one that it goes on. Where there are few requests the workbook makes artificial ones; here a rule
 * stays silent until what failed is more than chance (decision 0005).
 */
import type { SloPromise } from './slo.ts';
import { DAY, type DurationMs, HOUR, MINUTE, type TimeRange, type Timestamp } from './time.ts';

/** Requests of one step. */
export interface SloCount {
  readonly time: Timestamp;
  /** Sampled spans weighted by 1 / sampling probability. */
  readonly count: number;
  readonly bad: number;
  /** Spans that were really sent, and bad ones among them: what chance acts on. */
  readonly sampled: number;
  readonly sampledBad: number;
}

export const burnRuleNames = ['fast', 'slow'] as const;
export type BurnRuleName = (typeof burnRuleNames)[number];

export interface BurnRule {
  readonly name: BurnRuleName;
  readonly longMs: DurationMs;
  readonly shortMs: DurationMs;
  readonly limit: number;
}

/** 14.4 for an hour is 2 % of the budget of 30 days, 6 for six hours 5 %. */
export const burnRules: readonly BurnRule[] = [
  { name: 'fast', longMs: HOUR, shortMs: 5 * MINUTE, limit: 14.4 },
  { name: 'slow', longMs: 6 * HOUR, shortMs: 30 * MINUTE, limit: 6 },
];

export const burnWindowsMs: readonly DurationMs[] = [5 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR];
export const LONGEST_BURN_WINDOW_MS = 6 * HOUR;

/** Of a burn: how many times as fast as the budget allows. */
export const BURN_UNIT = 'x';

/** What the burn of an SLO is called among measures. */
export function burnMeasure(slo: string): string {
  return `error budget burn (${slo})`;
}

export interface WindowBurn {
  readonly windowMs: DurationMs;
  readonly requests: number;
  readonly bad: number;
  /** Absent without requests. */
  readonly burn?: number;
}

/** `too-few`: over the limit, or unable to get there, with so few requests that it may be chance. */
export type BurnRuleState = 'burning' | 'calm' | 'too-few' | 'no-requests';

export interface BurnReader {
  /** Of the window that ends at `at`, a whole minute. */
  window(at: Timestamp, windowMs: DurationMs): WindowBurn;
  rule(at: Timestamp, rule: BurnRule): BurnRuleState;
  /** Bad requests that were really sent in the window, and how many a service that just keeps its promise would have. */
  chance(at: Timestamp, windowMs: DurationMs): { readonly bad: number; readonly expected: number };
  /** Where in the window the burn began: bad requests above the limit add up from there on. */
  onset(at: Timestamp, rule: BurnRule): Timestamp;
}

/** One call that fails and its three retries are four bad requests of one thing. */
const LEAST_BAD = 5;
/** So seldom does chance alone make so many of them bad. */
const CHANCE = 1e-3;
/** From here on a burn over the limits of both rules is far beyond chance: e ** -mean * (e * mean / bad) ** bad < 1e-6. */
const MANY_BAD = 20;

/** `counts`: of whole minutes, in any order, each once. `covered`: outside of it there are no requests. */
export function createBurnReader(
  counts: readonly SloCount[],
  covered: TimeRange,
  { target }: Pick<SloPromise, 'target'>,
): BurnReader {
  const budget = 1 - target;
  const minutes = Math.max(0, Math.ceil((covered.to - covered.from) / MINUTE));
  const [count, bad, sampled, sampledBad] = prefixSums(counts, covered.from, minutes);
  const indexOf = (time: Timestamp): number =>
    Math.max(0, Math.min(minutes, Math.round((time - covered.from) / MINUTE)));
  const sumOf = (sums: Float64Array, at: Timestamp, windowMs: DurationMs): number =>
    sums[indexOf(at)]! - sums[indexOf(at - windowMs)]!;

  const reader: BurnReader = {
    window(at, windowMs) {
      const requests = sumOf(count, at, windowMs);
      const failed = sumOf(bad, at, windowMs);
      return { windowMs, requests, bad: failed, ...(requests > 0 && { burn: failed / requests / budget }) };
    },
    rule(at, { longMs, shortMs, limit }) {
      const long = reader.window(at, longMs);
      if (long.burn === undefined) return 'no-requests';
      if (sumOf(sampled, at, longMs) < LEAST_BAD) return 'too-few';
      if (!isOver(long, limit) || !isOver(reader.window(at, shortMs), limit)) return 'calm';
      const seen = reader.chance(at, longMs);
      return seen.bad >= LEAST_BAD && isBeyondChance(seen.bad, seen.expected) ? 'burning' : 'too-few';
    },
    chance: (at, windowMs) => ({
      bad: sumOf(sampledBad, at, windowMs),
      expected: sumOf(sampled, at, windowMs) * budget,
    }),
    onset(at, { longMs, limit }) {
      const end = indexOf(at);
      let onset = indexOf(at - longMs);
      let least = Number.POSITIVE_INFINITY;
      for (let index = onset; index < end; index++) {
        const excess = bad[index]! - limit * budget * count[index]!;
        if (excess > least) continue;
        least = excess;
        onset = index;
      }
      return covered.from + onset * MINUTE;
    },
  };
  return reader;
}

/** At the limit is over it; 1 - 0.999 is a hair more than 0.001. */
function isOver({ burn = 0 }: WindowBurn, limit: number): boolean {
  return burn >= limit * (1 - 1e-9);
}

type Sums = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/** Each as long as the minutes and one: what came before the minute of the index. */
function prefixSums(counts: readonly SloCount[], from: Timestamp, minutes: number): Sums {
  const zeros = (): Float64Array => new Float64Array(minutes + 1);
  const sums: Sums = [zeros(), zeros(), zeros(), zeros()];
  for (const one of counts) {
    const index = Math.floor((one.time - from) / MINUTE) + 1;
    if (index < 1 || index > minutes) continue;
    sums[0][index]! += one.count;
    sums[1][index]! += one.bad;
    sums[2][index]! += one.sampled;
    sums[3][index]! += one.sampledBad;
  }
  for (const one of sums) for (let index = 1; index <= minutes; index++) one[index]! += one[index - 1]!;
  return sums;
}

/** Whether a Poisson count of mean `expected` is at least `bad` less often than `CHANCE`. */
function isBeyondChance(bad: number, expected: number): boolean {
  if (bad >= MANY_BAD) return true;
  let term = Math.exp(-expected);
  let below = 0;
  for (let index = 0; index < bad; index++) {
    below += term;
    term *= expected / (index + 1);
  }
  return 1 - below <= CHANCE;
}

export interface ErrorBudget {
  readonly requests: number;
  readonly bad: number;
  /** Share of good requests; absent without requests. */
  readonly achieved?: number;
  /** Share of the budget that is left: 1 untouched, 0 used up, below 0 overdrawn. Absent without requests. */
  readonly remaining?: number;
}

/** `counts`: of the window of the objective, in steps of any length. */
export function errorBudgetOf(counts: readonly SloCount[], { target }: Pick<SloPromise, 'target'>): ErrorBudget {
  let requests = 0;
  let bad = 0;
  for (const one of counts) {
    requests += one.count;
    bad += one.bad;
  }
  if (requests === 0) return { requests, bad };
  return { requests, bad, achieved: 1 - bad / requests, remaining: 1 - bad / requests / (1 - target) };
}

/** At the burn of now; absent where the budget lasts: at 1 and less what is used comes back as the window rolls on. */
export function exhaustedInMs(
  { remaining }: ErrorBudget,
  burn: number | undefined,
  { windowDays }: Pick<SloPromise, 'windowDays'>,
): DurationMs | undefined {
  if (remaining === undefined || burn === undefined) return undefined;
  if (remaining <= 0) return 0;
  return burn > 1 ? (remaining * windowDays * DAY) / burn : undefined;
}

/** A time in which a rule burned: quiet minutes up to the gap do not end it. */
export interface BurnEpisode {
  readonly rule: BurnRuleName;
  readonly from: Timestamp;
  readonly to: Timestamp;
}

/** As long as an incident waits before it is over: what burns again sooner is the same. */
const SAME_EPISODE_MS = 15 * MINUTE;

/** When each rule would have burned, minute by minute; by rule, then by time. */
export function burnEpisodes(reader: BurnReader, range: TimeRange): BurnEpisode[] {
  const episodes: BurnEpisode[] = [];
  for (const rule of burnRules) {
    let open: { from: Timestamp; to: Timestamp } | undefined;
    for (let at = range.from; at <= range.to; at += MINUTE) {
      if (reader.rule(at, rule) !== 'burning') continue;
      if (open && at - open.to <= SAME_EPISODE_MS) open.to = at;
      else {
        if (open) episodes.push({ rule: rule.name, ...open });
        open = { from: at, to: at };
      }
    }
    if (open) episodes.push({ rule: rule.name, ...open });
  }
  return episodes;
}
