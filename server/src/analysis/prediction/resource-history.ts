import type { EntityId } from '@foreshock/model/entity.ts';
import type { BoundedSample } from '../bounded-resource.ts';
import { hashText } from '../statistics/counter-hash.ts';
import { pairKey } from './pair-key.ts';
import { classOfResource, type ResourceClass } from './resource-class.ts';
import type { Trend } from './trend.ts';

/** Minutes kept one by one: the longest slope window. */
export const RING_MINUTES = 240;
const RING = 256;
/** A gap up to this long is bridged with the last value; a longer one begins a new history. */
const BRIDGED_MINUTES = 5;
export const KEPT_HOURS = 720;
/** Peaks of past rises that are remembered. */
const KEPT_PEAKS = 32;
/** A rise counts, and a fall ends it, from a tenth of the limit on; smaller ones are noise. */
const RISE = 0.1;
/** A fall that is so many usual steps deep is no noise. From the top of noise to its bottom it is about four. */
const DEEP_FALL = 5;
/** Minutes over which the usual step is averaged, and the most that one step adds, in usual steps: a fall is no noise. */
const STEP_MINUTES = 30;
const LARGEST_STEP = 3;
/** What a step is held for before one was seen. */
const FIRST_STEP = 0.005;

/** What the hours of the last 30 days say about the next days. */
export interface SlowFill {
  /** P(full within 24 h and 72 h). */
  readonly within24h: number;
  readonly within72h: number;
  /** Hours until full at the present pace, without doubt; `undefined` without a rise. */
  readonly hoursLeft: number | undefined;
}

/** The last four hours of one bounded resource, in shares of its limit. Plain data, so that it can be kept. */
export interface ResourceHistory {
  readonly series: string;
  readonly entity: EntityId;
  readonly instance: string;
  readonly measure: string;
  readonly owner: number;
  /** Of the run-up table that it shares with its siblings. */
  readonly tableKey: string;
  /** What running full means, and the key of entity and failure; absent where it means nothing. */
  readonly resource: ResourceClass | undefined;
  readonly pair: string;
  unit: string;
  limit: number;
  /** By minute number modulo 256, a power of two. */
  readonly ring: Float32Array;
  /** Minutes since the epoch; `first` is the start of unbroken data, `reset` the minute of the last great fall. */
  first: number;
  last: number;
  reset: number;
  /** Since when the series is known at all. */
  readonly born: number;
  /** Points given to the run-up table so far. */
  points: number;
  /** Last forecast, empty while none is worth asking for; what it rested on; the rise that leads. */
  asked: readonly number[];
  cold: boolean;
  leading: Trend | undefined;
  trough: number;
  peak: number;
  /** Average change from minute to minute, up or down. */
  step: number;
  /** Highest share of each of the last 720 hours, by hour number modulo 720; and what was last concluded from them. */
  readonly hourly: Float32Array;
  slow: SlowFill;
  /** Where past rises ended, oldest first. */
  readonly peaks: number[];
}

export function createHistory(sample: BoundedSample, minute: number): ResourceHistory {
  const resource = classOfResource(sample.measure);
  const share = sample.value / sample.limit;
  return {
    series: sample.series,
    entity: sample.entity,
    instance: sample.instance,
    measure: sample.measure,
    owner: hashText(sample.series),
    tableKey: `${sample.entity}\u001f${sample.measure}`,
    resource,
    pair: resource ? pairKey(sample.entity, resource.failure) : '',
    unit: sample.unit,
    limit: sample.limit,
    ring: new Float32Array(RING),
    first: minute,
    last: minute - 1,
    reset: minute,
    born: minute,
    points: 0,
    asked: [],
    cold: true,
    leading: undefined,
    hourly: new Float32Array(KEPT_HOURS),
    slow: { within24h: 0, within72h: 0, hoursLeft: undefined },
    trough: share,
    peak: share,
    step: FIRST_STEP,
    peaks: [],
  };
}

export function valueAt(history: ResourceHistory, minute: number): number {
  return history.ring[minute & (RING - 1)]!;
}

/** Adds the value of `minute`, which must lie after all before. */
export function observe(history: ResourceHistory, sample: BoundedSample, minute: number): void {
  const share = sample.value / sample.limit;
  const gap = minute - history.last - 1;
  history.unit = sample.unit;
  history.limit = sample.limit;
  if (gap > BRIDGED_MINUTES) {
    history.first = minute;
    history.reset = minute;
    history.trough = share;
    history.peak = share;
  } else {
    const before = valueAt(history, history.last);
    if (minute > history.first) followStep(history, Math.abs(share - before));
    for (let missing = history.last + 1; missing < minute; missing += 1) history.ring[missing & (RING - 1)] = before;
  }
  history.ring[minute & (RING - 1)] = share;
  history.last = minute;
  followHour(history, share, minute, gap);
  followRise(history, share, minute);
}

/** A failure that happened between two samples: the resource was full, whatever was measured. */
export function markFull(history: ResourceHistory, minute: number): void {
  if (history.last !== minute) return;
  history.peak = Math.max(history.peak, 1);
}

function followHour(history: ResourceHistory, share: number, minute: number, gap: number): void {
  const hour = Math.floor(minute / 60);
  const before = Math.floor((minute - gap - 1) / 60);
  const at = hour % KEPT_HOURS;
  if (hour === before) {
    history.hourly[at] = Math.max(history.hourly[at]!, share);
    return;
  }
  const level = history.hourly[before % KEPT_HOURS]!;
  const first = minute === history.born ? hour : Math.max(before + 1, hour - KEPT_HOURS);
  for (let missing = first; missing < hour; missing += 1) history.hourly[missing % KEPT_HOURS] = level;
  history.hourly[at] = share;
}

function followStep(history: ResourceHistory, step: number): void {
  const counted = Math.min(step, LARGEST_STEP * Math.max(FIRST_STEP, history.step));
  history.step += (counted - history.step) / STEP_MINUTES;
}

function followRise(history: ResourceHistory, share: number, minute: number): void {
  if (share > history.peak) history.peak = share;
  const rise = history.peak - history.trough;
  const fell = history.peak - share;
  const isDeep = fell >= DEEP_FALL * history.step;
  const ended = isDeep && (fell >= RISE || (rise >= RISE && fell >= Math.max(RISE / 2, rise / 4)));
  if (ended) {
    history.peaks.push(history.peak);
    if (history.peaks.length > KEPT_PEAKS) history.peaks.shift();
    history.trough = share;
    history.peak = share;
    history.reset = minute;
    return;
  }
  if (share < history.trough) {
    history.trough = share;
    history.peak = share;
  }
}

/** Change over the last `window` minutes; scaled up when only part of it is known, `undefined` below a quarter. */
export function changeOver(history: ResourceHistory, minute: number, window: number): number | undefined {
  const known = Math.min(window, minute - history.first);
  if (known * 4 < window) return undefined;
  return ((valueAt(history, minute) - valueAt(history, minute - known)) * window) / known;
}
