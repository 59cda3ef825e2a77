import { DAY, type DurationMs, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import { type DensityFilter, fadeADay, learnRow, probabilityOf } from '../density-filter.ts';
import { countOccasion, createFollowOn, type FollowOn, followEffect, forgetFollowOn } from './follow-on.ts';
import { countHour, createHourProfile, type HourProfile } from './hour-profile.ts';
import { advanceQuiet, advanceRates, fadingPerTick, probabilityWithin, RATES, ratesOf } from './rate-chain.ts';
import { createRecurrenceFilter, featuresOf } from './recurrence-features.ts';
import { createRecurrenceStream, hadEvent, type RecurrenceStream, rememberEvent } from './recurrence-stream.ts';

/**
 * P(an event of a stream comes within each horizon), from when it and the others came before. In: what each stream did
 * in one tick after the other. Out: odds per stream, and the forecasts whose horizon is over, to be learnt from: never
 * before.
 */

/** Events of other streams speak for so long. */
const SPEAKS_FOR = 3 * HOUR;
/** Before anything is known: one event a month. */
const SHIPPED_RATE = 1 / (30 * DAY);

export interface RecurrenceOptions {
  readonly tickMs: DurationMs;
  readonly horizons: readonly DurationMs[];
}

/** What a stream did in a tick. */
export interface Observation {
  readonly event: boolean;
  /** An event could have begun in this tick. */
  readonly atRisk: boolean;
  /** What began is still going on. */
  readonly isOpen: boolean;
  /** Of a stream that is new: ticks before this one in which its events would have been seen, and none was. */
  readonly quietBefore?: number;
}

/** Plain data. */
export interface RecurrenceModel {
  readonly options: RecurrenceOptions;
  readonly streams: Map<string, RecurrenceStream>;
  readonly hoursOfAll: HourProfile;
  readonly byHorizon: readonly HorizonModel[];
  /** Events of the last three hours. */
  latest: { readonly time: Timestamp; readonly stream: string }[];
  /** Events per tick over all streams. */
  pooledRate: number;
  day: number;
}

/** A forecast whose horizon is over. */
export interface MaturedRow {
  /** Index of the horizon. */
  readonly bin: number;
  readonly stream: string;
  /** When it was forecast. */
  readonly time: Timestamp;
  readonly features: Float64Array;
  /** As it was forecast. */
  readonly probability: number;
  readonly came: boolean;
}

interface HorizonModel {
  readonly horizon: DurationMs;
  readonly filter: DensityFilter;
  readonly followOn: FollowOn;
  /** Rows whose horizon is not over, oldest first. */
  rows: Omit<MaturedRow, 'bin' | 'came'>[];
  /** Events whose horizon is not over. */
  occasions: { readonly time: Timestamp; readonly stream: string }[];
}

export function createRecurrenceModel(options: RecurrenceOptions): RecurrenceModel {
  return {
    options,
    streams: new Map(),
    hoursOfAll: createHourProfile(),
    byHorizon: options.horizons.map((horizon) => ({
      horizon,
      filter: createRecurrenceFilter(),
      followOn: createFollowOn(),
      rows: [],
      occasions: [],
    })),
    latest: [],
    pooledRate: SHIPPED_RATE * options.tickMs,
    day: 0,
  };
}

/** One tick on. `now`: its end. Gives what has matured, for `learnRows`. */
export function observeTick(
  model: RecurrenceModel,
  now: Timestamp,
  observed: ReadonlyMap<string, Observation>,
): MaturedRow[] {
  const { tickMs } = model.options;
  const fading = fadingPerTick(tickMs);
  for (const [key, { event, atRisk, isOpen, quietBefore = 0 }] of observed) {
    let stream = model.streams.get(key);
    if (!stream) {
      stream = createRecurrenceStream(now - tickMs * (1 + quietBefore));
      advanceQuiet(stream.rates, fading, quietBefore);
      model.streams.set(key, stream);
    }
    advanceRates(stream.rates, fading, Number(event), Number(atRisk || event));
    stream.isOpen = isOpen;
    if (!event) continue;
    rememberEvent(stream, now);
    // The tick reaches from now - tickMs to now: its middle tells the hour.
    countHour(stream.hours, now - tickMs / 2);
    countHour(model.hoursOfAll, now - tickMs / 2);
    model.latest.push({ time: now, stream: key });
  }
  model.latest = model.latest.filter(({ time }) => time > now - SPEAKS_FOR);
  model.pooledRate = pooledRateOf(model);
  const matured: MaturedRow[] = [];
  for (const [bin, one] of model.byHorizon.entries()) {
    for (const [stream, { event }] of observed) if (event) one.occasions.push({ time: now, stream });
    matureOccasions(model, one, now);
    for (const row of takeOver(one.rows, one.horizon, now)) {
      matured.push({ ...row, bin, came: hadEvent(model.streams.get(row.stream)!, row.time, one.horizon) });
    }
  }
  return matured;
}

/** Rows within one horizon share one outcome, so they share one weight. */
export function learnRows(model: RecurrenceModel, rows: readonly MaturedRow[], now: Timestamp): void {
  for (const { bin, features, came } of rows) {
    const { filter, horizon } = model.byHorizon[bin]!;
    learnRow(filter, features, came ? 1 : 0, model.options.tickMs / horizon);
  }
  const day = Math.floor(now / DAY);
  if (day !== model.day) for (const { filter } of model.byHorizon) fadeADay(filter);
  model.day = day;
}

/** P(an event within each horizon) for a stream that is known; the rows are kept to be learnt from. */
export function forecastRecurrence(model: RecurrenceModel, key: string, now: Timestamp): number[] {
  const stream = model.streams.get(key)!;
  const { pooledRate } = model;
  return model.byHorizon.map((one) => {
    const features = featuresOf(stream, {
      now,
      tickMs: model.options.tickMs,
      horizon: one.horizon,
      pooledRate,
      hoursOfAll: model.hoursOfAll,
      followsOn: followsOn(model, one, key),
    });
    const probability = probabilityOf(one.filter, features);
    one.rows.push({ time: now, stream: key, features, probability });
    return probability;
  });
}

/** P(an event within `horizon`) by the rate of the stream's whole life and nothing else. */
export function lifetimeProbability(model: RecurrenceModel, key: string, horizon: DurationMs): number {
  const [lifetime] = ratesOf(model.streams.get(key)!.rates, model.pooledRate, new Float64Array(RATES));
  return probabilityWithin(lifetime!, horizon / model.options.tickMs);
}

/** Forgets a stream and what waits for it. */
export function forgetStream(model: RecurrenceModel, key: string): void {
  model.streams.delete(key);
  model.latest = model.latest.filter(({ stream }) => stream !== key);
  for (const one of model.byHorizon) {
    one.rows = one.rows.filter(({ stream }) => stream !== key);
    one.occasions = one.occasions.filter(({ stream }) => stream !== key);
    forgetFollowOn(one.followOn, key);
  }
}

function pooledRateOf({ streams, options }: RecurrenceModel): number {
  let events = 0.5;
  let ticks = 0.5 / (SHIPPED_RATE * options.tickMs);
  for (const { rates } of streams.values()) {
    events += rates.events[0]!;
    ticks += rates.exposure[0]!;
  }
  return events / ticks;
}

function matureOccasions(model: RecurrenceModel, one: HorizonModel, now: Timestamp): void {
  for (const { time, stream } of takeOver(one.occasions, one.horizon, now)) {
    const seconds: string[] = [];
    for (const [key, other] of model.streams) {
      if (key !== stream && hadEvent(other, time, one.horizon)) seconds.push(key);
    }
    countOccasion(one.followOn, stream, seconds);
  }
}

/** Takes out what is a horizon old; `waiting` is in order of time. */
function takeOver<T extends { readonly time: Timestamp }>(waiting: T[], horizon: DurationMs, now: Timestamp): T[] {
  let over = 0;
  while (over < waiting.length && waiting[over]!.time + horizon <= now) over += 1;
  return waiting.splice(0, over);
}

/** The strongest of what other streams had lately; 0 when they had nothing. */
function followsOn(model: RecurrenceModel, { followOn, horizon }: HorizonModel, key: string): number {
  const others = model.latest.filter(({ stream }) => stream !== key);
  if (others.length === 0) return 0;
  const usual = lifetimeProbability(model, key, horizon);
  return Math.max(...others.map(({ stream }) => followEffect(followOn, stream, key, usual)));
}
