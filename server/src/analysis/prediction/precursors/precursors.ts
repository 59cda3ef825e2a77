import type { AnomalyId } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { DAY, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import { pairKey } from '../pair-key.ts';
import { mineRules, type Rule, ruleKey, type SignTally } from './mine-rules.ts';
import { hasDecayed, noteOutcome, precisionOf } from './rule-precision.ts';
import type { Sign } from './sign.ts';
import { countSeen, createTally, type Tally } from './tally.ts';
import {
  createWatchedSigns,
  forgetCounted,
  MOST_WATCHED,
  type WatchedSigns,
  type WatchFacts,
  watchSigns,
} from './watch-signs.ts';

/**
 * What tends to come before a failure. In: log lines and beginning anomalies, and labelled onsets; never an alert of
 * ours. Out: the rules that were seen lately and whose window is not over. Rules are mined once a day, and when
 * replayed history ends.
 */

const MOST_SIGNS = 4_000;
/** A kind of anomaly is counted at so many entities. */
const MOST_ENTITIES_OF_SIGN = 200;
const FORGOTTEN_AFTER = 90 * DAY;
/** A pair of which a rule spoke is followed for so long. */
const PAIR_KEPT = 30 * DAY;
const MOST_PAIRS = 500;

interface SpokenPair {
  readonly entity: EntityId;
  readonly failure: Failure;
  last: Timestamp;
}

/** Plain data. */
export interface Precursors {
  readonly watched: WatchedSigns;
  readonly signs: Map<string, SignTally & { last: Timestamp }>;
  /** Random windows by entity. */
  readonly windows: Map<EntityId, Tally>;
  readonly onsets: Map<EntityId, Map<Failure, number>>;
  rules: Rule[];
  /** Since a rule was adopted, whether its failure came: the latest ones, oldest first. By rule. */
  readonly outcomes: Map<string, boolean[]>;
  readonly pairs: Map<string, SpokenPair>;
  openBefore: Set<AnomalyId>;
  minedDay: number;
  last: Timestamp;
  /** Signs and pairs that were forgotten because a limit was reached. */
  evicted: number;
}

export function createPrecursors(): Precursors {
  return {
    watched: createWatchedSigns(),
    signs: new Map(),
    windows: new Map(),
    onsets: new Map(),
    rules: [],
    outcomes: new Map(),
    pairs: new Map(),
    openBefore: new Set(),
    minedDay: 0,
    last: 0,
    evicted: 0,
  };
}

export interface PrecursorFacts extends Omit<WatchFacts, 'elapsed'> {
  /** When replayed history ends; 0 for none. */
  readonly historyUntil: Timestamp;
}

export function followPrecursors(state: Precursors, facts: PrecursorFacts): void {
  const { now, onsets } = facts;
  const elapsed = state.last === 0 ? 0 : now - state.last;
  for (const { entity, failure } of onsets) {
    const own = state.onsets.get(entity) ?? new Map<Failure, number>();
    state.onsets.set(entity, own);
    own.set(failure, (own.get(failure) ?? 0) + 1);
  }
  const rulesOf = Map.groupBy(state.rules, ({ sign }) => sign);
  for (const { sign, seen } of watchSigns(state.watched, { ...facts, elapsed })) {
    if (!sign) countSeen(windowsOf(state, seen.entity), seen);
    else if (countSign(state, sign, seen.entity, now)) {
      countSeen(state.signs.get(sign.key)!.tally, seen);
      for (const rule of rulesOf.get(sign.key) ?? []) noteOutcome(state.outcomes, rule, seen);
    }
  }
  const day = Math.floor(now / DAY);
  const historyEnds = state.last < facts.historyUntil && now >= facts.historyUntil;
  if (day !== state.minedDay || historyEnds) {
    if (state.minedDay !== 0) mine(state);
    state.minedDay = day;
    forget(state, now);
  }
  if (Math.floor(now / HOUR) !== Math.floor(state.last / HOUR)) forgetCounted(state.watched, now);
  state.last = now;
}

/** A rule whose sign was seen at an entity, with its window not over. */
export interface Foreshadowed {
  readonly key: string;
  readonly entity: EntityId;
  readonly failure: Failure;
  readonly rule: Rule;
  readonly sign: Sign;
  readonly seenAt: Timestamp;
  /** P(the failure comes within the window), as it was when the sign was seen. */
  readonly precision: number;
  /** How often the failure came at the entities of the sign. */
  readonly onsets: number;
}

/** Of each entity and failure the surest rule, in the order of keys. Remembers of which pairs there was talk. */
export function foreshadowedNow(state: Precursors, now: Timestamp): Foreshadowed[] {
  if (state.rules.length === 0) return [];
  const rulesOf = Map.groupBy(state.rules, ({ sign }) => sign);
  const surest = new Map<string, Foreshadowed>();
  for (const [entity, sightings] of state.watched.waiting) {
    for (const { sign, time, excluded, leads } of sightings) {
      for (const rule of sign ? (rulesOf.get(sign.key) ?? []) : []) {
        const { failure, window } = rule;
        if (now - time >= window || excluded.includes(failure) || leads.has(failure)) continue;
        const key = pairKey(entity, failure);
        const precision = precisionOf(rule, state.outcomes.get(ruleKey(rule)));
        const before = surest.get(key);
        // Of equal ones the one that was seen later, and then the better rule.
        if (before && (before.precision > precision || (before.precision === precision && before.seenAt >= time)))
          continue;
        const onsets = onsetsOf(state, rule.sign, failure);
        surest.set(key, { key, entity, failure, rule, sign: sign!, seenAt: time, precision, onsets });
      }
    }
  }
  const found = [...surest.keys()].sort().map((key) => surest.get(key)!);
  for (const { key, entity, failure } of found) state.pairs.set(key, { entity, failure, last: now });
  return found;
}

/** Signs that are not followed because there are too many, since the beginning. */
export function unfollowedSigns({ watched, evicted }: Precursors): number {
  return watched.refused + evicted;
}

function onsetsOf(state: Precursors, sign: string, failure: Failure): number {
  let sum = 0;
  for (const entity of state.signs.get(sign)?.at.keys() ?? []) sum += state.onsets.get(entity)?.get(failure) ?? 0;
  return sum;
}

function windowsOf({ windows }: Precursors, entity: EntityId): Tally {
  const own = windows.get(entity) ?? createTally();
  windows.set(entity, own);
  return own;
}

function countSign(state: Precursors, sign: Sign, entity: EntityId, now: Timestamp): boolean {
  const own = state.signs.get(sign.key) ?? { sign, tally: createTally(), at: new Map<EntityId, number>(), last: now };
  if (!own.at.has(entity) && own.at.size >= MOST_ENTITIES_OF_SIGN) {
    state.evicted += 1;
    return false;
  }
  state.signs.set(sign.key, own);
  own.at.set(entity, (own.at.get(entity) ?? 0) + 1);
  own.sign = sign;
  own.last = now;
  return true;
}

/** A rule that came true less and less is dropped; what goes on keeps its outcomes. */
function mine(state: Precursors): void {
  state.rules = mineRules(state.signs, state.windows).filter(
    (rule) => !hasDecayed(rule, state.outcomes.get(ruleKey(rule))),
  );
}

function forget(state: Precursors, now: Timestamp): void {
  const { signs, pairs, windows, onsets, watched } = state;
  const needed = new Set(state.rules.map(({ sign }) => sign));
  const oldest = [...signs].sort(([a, one], [b, other]) => one.last - other.last || (a < b ? -1 : 1));
  for (const [i, [key, { last }]] of oldest.entries()) {
    const isTooMany = oldest.length - i > MOST_SIGNS;
    if (now - last < FORGOTTEN_AFTER && (!isTooMany || needed.has(key))) continue;
    if (isTooMany) state.evicted += 1;
    signs.delete(key);
  }
  const stale = [...pairs].sort(([a, one], [b, other]) => one.last - other.last || (a < b ? -1 : 1));
  for (const [i, [key, { last }]] of stale.entries()) {
    if (now - last < PAIR_KEPT && stale.length - i <= MOST_PAIRS) break;
    pairs.delete(key);
  }
  const used = new Set([...signs.values()].flatMap(({ at }) => [...at.keys()]));
  for (const entity of windows.keys()) if (!used.has(entity) && !watched.heard.has(entity)) windows.delete(entity);
  for (const entity of onsets.keys()) if (!used.has(entity) && onsets.size > MOST_WATCHED) onsets.delete(entity);
}
