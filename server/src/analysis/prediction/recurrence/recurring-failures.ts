import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { DAY, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import type { FailureOnset } from '../label-failures.ts';
import { pairKey } from '../pair-key.ts';
import {
  createRecurrenceModel,
  forecastRecurrence,
  forgetStream,
  learnRows,
  lifetimeProbability,
  type MaturedRow,
  observeTick,
  type RecurrenceModel,
} from './recurrence-model.ts';

/**
 * Failures of entities as they come again, hour by hour. In: labelled onsets, never an alert of ours. Out: odds for those
 * that came often enough to speak of, and where they were better than a constant.
 */

export const RECURRENCE_HORIZONS = [4 * HOUR, 24 * HOUR] as const;
/** Of these the resource itself tells, and better. */
const TOLD_BY_RESOURCES: readonly Failure[] = [
  'out_of_memory',
  'disk_full',
  'queue_backlog',
  'quota',
  'pool_exhausted',
  'cert_expiry',
];
/** Fewer say little of the hour, and a shorter time little of the weekday. */
const LEAST_EVENTS = 5;
const LEAST_HISTORY = 14 * DAY;
/** A week of hours. */
const LEAST_ROWS = 7 * 24;
const MOST_PAIRS = 500;
/** What did not come for so long does not come again. */
const FORGOTTEN_AFTER = 90 * DAY;

/** Odds are spoken of where they were better, by this share of squared error, than the best constant in hindsight. */
const EARNED_FROM = 0.05;

/** Sums of squared errors over matured forecasts of one pair and horizon. */
interface PairSkill {
  rows: number;
  came: number;
  squared: number;
}

interface Pair {
  readonly entity: EntityId;
  readonly failure: Failure;
}

/** Plain data. */
export interface RecurringFailures {
  readonly model: RecurrenceModel;
  readonly pairs: Map<string, Pair>;
  /** Those that began since the last full hour. */
  readonly began: Map<string, Pair>;
  /** By horizon. */
  readonly skill: Map<string, readonly PairSkill[]>;
  /** Odds of the last full hour by horizon. */
  readonly odds: Map<string, readonly number[]>;
  /** Full hours since the first; before it nothing could have been seen. */
  hours: number;
  /** The last full hour, in hours since the epoch. */
  hour: number;
}

export function createRecurringFailures(): RecurringFailures {
  return {
    model: createRecurrenceModel({ tickMs: HOUR, horizons: RECURRENCE_HORIZONS }),
    pairs: new Map(),
    began: new Map(),
    skill: new Map(),
    odds: new Map(),
    hours: 0,
    hour: 0,
  };
}

export interface RecurrenceFacts {
  readonly now: Timestamp;
  readonly onsets: readonly FailureOnset[];
  readonly isOpen: (entity: EntityId, failure: Failure) => boolean;
}

/** One minute on; with each full hour the model learns and is asked again. */
export function followRecurrence(state: RecurringFailures, { now, onsets, isOpen }: RecurrenceFacts): void {
  for (const { entity, failure } of onsets) {
    if (!TOLD_BY_RESOURCES.includes(failure)) state.began.set(pairKey(entity, failure), { entity, failure });
  }
  const hour = Math.floor(now / HOUR);
  if (hour === state.hour) return;
  const isFirst = state.hour === 0;
  state.hour = hour;
  if (isFirst) return;
  const time = hour * HOUR;
  for (const [key, pair] of state.began) state.pairs.set(key, pair);
  const keys = [...state.pairs.keys()].sort();
  const observed = keys.map((key) => {
    const { entity, failure } = state.pairs.get(key)!;
    const open = isOpen(entity, failure);
    return [key, { event: state.began.has(key), atRisk: !open, isOpen: open, quietBefore: state.hours }] as const;
  });
  const matured = observeTick(state.model, time, new Map(observed));
  for (const row of matured) countSkill(state, row);
  learnRows(state.model, matured, time);
  state.hours += 1;
  state.began.clear();
  forget(state, time);
  state.odds.clear();
  for (const [key, { isOpen: open }] of observed) {
    if (open || !state.pairs.has(key)) continue;
    state.odds.set(key, forecastRecurrence(state.model, key, time));
  }
}

/** A failure that came often enough to say that it comes again. */
export interface Recurring extends Pair {
  readonly key: string;
  /** By horizon of `RECURRENCE_HORIZONS`. */
  readonly odds: readonly number[];
  /** Hours of the last month in which it began, oldest first. */
  readonly recent: readonly Timestamp[];
}

/** In the order of keys. */
export function recurringNow(state: RecurringFailures, now: Timestamp): Recurring[] {
  const { model, pairs, odds } = state;
  return [...odds].flatMap(([key, own]) => {
    const { rates, firstSeen, recent } = model.streams.get(key)!;
    if (rates.events[0]! < LEAST_EVENTS || now - firstSeen < LEAST_HISTORY) return [];
    const earned = RECURRENCE_HORIZONS.map((_, bin) => hasEarned(state.skill.get(key)?.[bin]));
    if (!earned.includes(true)) return [];
    const spoken = RECURRENCE_HORIZONS.map((horizon, bin) =>
      earned[bin] ? own[bin]! : Math.min(own[bin]!, lifetimeProbability(model, key, horizon)),
    );
    return [{ ...pairs.get(key)!, key, odds: spoken, recent }];
  });
}

function countSkill({ skill }: RecurringFailures, row: MaturedRow): void {
  const sums = skill.get(row.stream) ?? RECURRENCE_HORIZONS.map(() => ({ rows: 0, came: 0, squared: 0 }));
  skill.set(row.stream, sums);
  const own = sums[row.bin]!;
  const outcome = row.came ? 1 : 0;
  own.rows += 1;
  own.came += outcome;
  own.squared += (row.probability - outcome) ** 2;
}

function hasEarned(skill: PairSkill | undefined): boolean {
  if (!skill || skill.rows < LEAST_ROWS) return false;
  const constant = skill.came * (1 - skill.came / skill.rows);
  return skill.squared < (1 - EARNED_FROM) * constant;
}

function forget({ model, pairs, skill }: RecurringFailures, now: Timestamp): void {
  const last = (key: string): Timestamp => model.streams.get(key)?.lastEvent ?? 0;
  const oldest = [...pairs.keys()].sort((a, b) => last(a) - last(b) || (a < b ? -1 : 1));
  for (const [i, key] of oldest.entries()) {
    if (now - last(key) < FORGOTTEN_AFTER && oldest.length - i <= MOST_PAIRS) return;
    pairs.delete(key);
    skill.delete(key);
    forgetStream(model, key);
  }
}
