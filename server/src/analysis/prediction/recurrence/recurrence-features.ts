import { DAY, type DurationMs, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import { createDensityFilter, type DensityFilter } from '../density-filter.ts';
import { logit } from '../odds-math.ts';
import { type HourProfile, hourEffect } from './hour-profile.ts';
import { probabilityWithin, RATES, ratesOf } from './rate-chain.ts';
import { hadEvent, type RecurrenceStream } from './recurrence-stream.ts';

/** What of the past says whether an event comes again within a horizon. No curve is read: it foretold nothing. */

const AFTER_RATES = 1 + RATES;
const HOUR_OF_ALL = AFTER_RATES;
const HOUR_OF_OWN = AFTER_RATES + 1;
const YESTERDAY = AFTER_RATES + 2;
const LAST_WEEK = AFTER_RATES + 3;
const SINCE_LAST = AFTER_RATES + 4;
const JUST_NOW = AFTER_RATES + 5;
const TWO_HOURS = AFTER_RATES + 6;
const ONE_HORIZON = AFTER_RATES + 7;
const WEEKEND = AFTER_RATES + 8;
const STILL_OPEN = AFTER_RATES + 9;
const FOLLOWS_ON = AFTER_RATES + 10;
export const FEATURES = AFTER_RATES + 11;

/** Events per hour of the day that are assumed of all streams together, and of one. */
const PRIOR_OF_ALL = 4;
const PRIOR_OF_OWN = 0.25;

/** Untrained, the filter says what the rates say: the life in full, each shorter memory by half. */
export function createRecurrenceFilter(): DensityFilter {
  const means = new Array<number>(FEATURES).fill(0);
  means[1] = 1;
  for (let k = 2; k < AFTER_RATES; k += 1) means[k] = 0.5;
  const deviations = new Array<number>(FEATURES).fill(0.15);
  deviations[0] = 1;
  return createDensityFilter(means, deviations);
}

export interface FeatureFacts {
  readonly now: Timestamp;
  readonly tickMs: DurationMs;
  readonly horizon: DurationMs;
  /** Events per tick over all streams. */
  readonly pooledRate: number;
  readonly hoursOfAll: HourProfile;
  /** Log of how much more often than usual it happens after what others had lately; 0 for nothing. */
  readonly followsOn: number;
}

const rates = new Float64Array(RATES);

export function featuresOf(stream: RecurrenceStream, facts: FeatureFacts): Float64Array {
  const { now, tickMs, horizon, hoursOfAll } = facts;
  const x = new Float64Array(FEATURES);
  x[0] = 1;
  ratesOf(stream.rates, facts.pooledRate, rates);
  let longer = 0;
  for (let k = 0; k < RATES; k += 1) {
    const z = logit(probabilityWithin(rates[k]!, horizon / tickMs));
    x[1 + k] = z - longer;
    longer = z;
  }
  x[HOUR_OF_ALL] = hourEffect(hoursOfAll, now, horizon, PRIOR_OF_ALL);
  x[HOUR_OF_OWN] = hourEffect(stream.hours, now, horizon, PRIOR_OF_OWN) - x[HOUR_OF_ALL]!;
  x[YESTERDAY] = Number(hadEvent(stream, now - DAY, horizon));
  x[LAST_WEEK] = Number(hadEvent(stream, now - 7 * DAY, horizon));
  const since = now - (stream.lastEvent ?? stream.firstSeen);
  x[SINCE_LAST] = Math.log1p(since / HOUR) / 5;
  x[JUST_NOW] = Number(hadEvent(stream, now - Math.max(tickMs, HOUR / 2), Math.max(tickMs, HOUR / 2)));
  x[TWO_HOURS] = Number(hadEvent(stream, now - 2 * HOUR, 2 * HOUR));
  x[ONE_HORIZON] = Number(hadEvent(stream, now - horizon, horizon));
  x[WEEKEND] = Number(isWeekend(now + horizon / 2));
  x[STILL_OPEN] = Number(stream.isOpen && since < DAY);
  x[FOLLOWS_ON] = facts.followsOn;
  return x;
}

/** The epoch began on a Thursday. */
function isWeekend(time: Timestamp): boolean {
  const day = (Math.floor(time / DAY) + 4) % 7;
  return day === 0 || day === 6;
}
