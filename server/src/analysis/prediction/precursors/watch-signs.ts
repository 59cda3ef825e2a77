import type { EntityId } from '@foreshock/model/entity.ts';
import { type Failure, failures } from '@foreshock/model/failure.ts';
import { type DurationMs, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { counterUniform, hashText } from '../../statistics/counter-hash.ts';
import type { FailureOnset } from '../label-failures.ts';
import { pairKey } from '../pair-key.ts';
import type { Sign } from './sign.ts';
import { LONGEST_WINDOW, type Seen } from './tally.ts';

/**
 * What was seen lately and what came of it. A sign counts once in half an hour at an entity. Beside the signs stand
 * random windows, chosen by hash: how often a failure comes anyway.
 */

/** Of the minutes of an entity one in so many begins a random window. */
const WINDOW_ONE_IN = 60;
/** Without so much of a window nobody can say what came. */
const BLIND_FROM = 0.2 * LONGEST_WINDOW;
/** What was not seen for so long is no longer asked about. */
const QUIET_FOR = 24 * 2 * LONGEST_WINDOW;

export const MOST_WATCHED = 5_000;
export const MOST_WAITING = 20_000;

/** Something seen whose longest window is not over. Plain data. */
export interface Sighting {
  readonly entity: EntityId;
  readonly time: Timestamp;
  /** `undefined` for a random window. */
  readonly sign: Sign | undefined;
  readonly excluded: readonly Failure[];
  readonly leads: Map<Failure, DurationMs>;
  blind: DurationMs;
}

/** Plain data. */
export interface WatchedSigns {
  /** By entity, oldest first. */
  readonly waiting: Map<EntityId, Sighting[]>;
  /** When a sign was last counted, by sign and entity. */
  readonly counted: Map<string, Timestamp>;
  /** Entities of which something was heard lately. */
  readonly heard: Map<EntityId, Timestamp>;
  count: number;
  /** Not followed because a limit was reached. */
  refused: number;
}

export function createWatchedSigns(): WatchedSigns {
  return { waiting: new Map(), counted: new Map(), heard: new Map(), count: 0, refused: 0 };
}

export interface WatchFacts {
  readonly now: Timestamp;
  /** Since the last minute. */
  readonly elapsed: DurationMs;
  /** Too little arrived to say what happened in this minute. */
  readonly isBlind: boolean;
  readonly signs: readonly Sign[];
  readonly onsets: readonly FailureOnset[];
  readonly failing: (entity: EntityId) => readonly Failure[];
  /** When somebody acted after a call of an entity and failure. */
  readonly actedAt: ReadonlyMap<string, Timestamp>;
  /** When a fault was last made on purpose. */
  readonly drilledAt?: Timestamp | undefined;
}

export interface Matured {
  /** `undefined` for a random window. */
  readonly sign: Sign | undefined;
  readonly seen: Seen;
}

/** One minute on. Gives what is over by the longest window, and so decided. */
export function watchSigns(state: WatchedSigns, facts: WatchFacts): Matured[] {
  const { now, onsets, signs } = facts;
  if (facts.isBlind || facts.elapsed > BLIND_FROM) {
    for (const sightings of state.waiting.values()) for (const one of sightings) one.blind += facts.elapsed;
  }
  for (const { entity, failure, onset, since } of onsets) {
    for (const { time, leads } of state.waiting.get(entity) ?? []) {
      // What had begun when the sign was seen was not foretold by it.
      if (since >= time && onset > time && !leads.has(failure)) leads.set(failure, onset - time);
    }
  }
  const matured = takeMatured(state, facts);
  for (const sign of signs) {
    hear(state, sign.entity, now);
    const key = `${sign.key}\u001f${sign.entity}`;
    const last = state.counted.get(key);
    if (last !== undefined && now - last < LONGEST_WINDOW) continue;
    if (wait(state, facts, sign.entity, sign)) state.counted.set(key, now);
  }
  const minute = Math.round(now / MINUTE);
  for (const [entity, last] of state.heard) {
    if (now - last > QUIET_FOR) state.heard.delete(entity);
    else if (counterUniform(hashText(entity), minute) * WINDOW_ONE_IN < 1) wait(state, facts, entity, undefined);
  }
  return matured;
}

/** Drops what no longer holds anything back. Asked once an hour. */
export function forgetCounted({ counted }: WatchedSigns, now: Timestamp): void {
  for (const [key, time] of counted) if (now - time >= LONGEST_WINDOW) counted.delete(key);
}

function hear({ heard }: WatchedSigns, entity: EntityId, now: Timestamp): void {
  if (heard.has(entity) || heard.size < MOST_WATCHED) heard.set(entity, now);
}

function wait(state: WatchedSigns, { now, failing }: WatchFacts, entity: EntityId, sign: Sign | undefined): boolean {
  if (state.count >= MOST_WAITING || !state.heard.has(entity)) {
    state.refused += 1;
    return false;
  }
  const own = state.waiting.get(entity) ?? [];
  state.waiting.set(entity, own);
  own.push({ entity, time: now, sign, excluded: failing(entity), leads: new Map(), blind: 0 });
  state.count += 1;
  return true;
}

function takeMatured(state: WatchedSigns, { now, actedAt, drilledAt = 0 }: WatchFacts): Matured[] {
  const matured: Matured[] = [];
  for (const [entity, sightings] of state.waiting) {
    let over = 0;
    while (over < sightings.length && sightings[over]!.time + LONGEST_WINDOW <= now) over += 1;
    for (const { sign, time, leads, excluded, blind } of sightings.splice(0, over)) {
      state.count -= 1;
      if (blind > BLIND_FROM) continue;
      const acted = drilledAt > time ? failures : actedSince(entity, time, actedAt);
      matured.push({ sign, seen: { entity, time, leads, excluded: [...excluded, ...acted] } });
    }
    if (sightings.length === 0) state.waiting.delete(entity);
  }
  return matured;
}

function actedSince(entity: EntityId, time: Timestamp, actedAt: ReadonlyMap<string, Timestamp>): Failure[] {
  if (actedAt.size === 0) return [];
  return failures.filter((failure) => (actedAt.get(pairKey(entity, failure)) ?? 0) > time);
}
