import type { EntityId } from '@foreshock/model/entity.ts';
import { addBins, countAbove, quantileOf } from '@foreshock/model/latency-bins.ts';
import type { SpanRollup } from '@foreshock/model/rollup.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import type { Condition } from './condition.ts';

/** What callers notice: error budget burnt, slow answers, missing traffic, a dependency that fails. */

export interface Objectives {
  /** Share of requests that must succeed. */
  readonly availability: number;
  /** Share of requests that must be fast: within twice the usual 95th percentile. */
  readonly latency: number;
}
export const DEFAULT_OBJECTIVES: Objectives = { availability: 0.995, latency: 0.95 };

const RING = 360;
/** Burn rates and windows in minutes of the Site Reliability Workbook, chapter 5; latency burns with the same. */
const BURNS = [
  { rate: 14.4, long: 60, short: 5 },
  { rate: 6, long: 360, short: 30 },
] as const;
/** Fewer requests than this in the short window say nothing. */
const FEWEST = 20;
/** A service without requests for a day was taken away; that is not a loss that lasts for ever. */
const GONE_AFTER = 1_440;
const TRAFFIC_LOST = 0.3;
const SLOW_FACTOR = 2;
/** Weight of a minute in the usual values: half after an hour for traffic, after half a day for latency. */
const TRAFFIC_WEIGHT = 1 / 90;
const LATENCY_WEIGHT = 1 / 1_000;

/** Last six hours of one entity, by minute modulo 360. Plain data. */
export interface RequestHistory {
  readonly requests: Float32Array;
  readonly errors: Float32Array;
  readonly slow: Float32Array;
  first: number;
  last: number;
  /** When a request last came. */
  lastRequest: number;
  usualRequests: number;
  usualP95: number;
}

export type RequestState = Map<EntityId, RequestHistory>;

export function requestConditions(state: RequestState, frame: MinuteFrame, objectives: Objectives): Condition[] {
  const minute = Math.round(frame.minute / MINUTE);
  const served = new Map<EntityId, SpanRollup[]>();
  const called = new Map<string, { entity: EntityId; peer: string; count: number; errors: number }>();
  for (const span of frame.spans) {
    if (span.side === 'server') {
      const rows = served.get(span.entity);
      if (rows) rows.push(span);
      else served.set(span.entity, [span]);
    } else if (span.peer !== '') {
      const key = `${span.entity}\u001f${span.peer}`;
      const edge = called.get(key) ?? { entity: span.entity, peer: span.peer, count: 0, errors: 0 };
      edge.count += span.count;
      edge.errors += span.errors;
      called.set(key, edge);
    }
  }
  const conditions: Condition[] = [];
  for (const { entity, peer, count, errors } of called.values()) {
    const down = count >= FEWEST && errors > count / 2;
    if (down) conditions.push({ entity, failure: 'dependency_outage', hold: 2, object: peer });
  }
  for (const [entity, rows] of served) if (!state.has(entity)) state.set(entity, createRequestHistory(minute, rows));
  for (const [entity, history] of state) {
    if (minute - history.lastRequest > GONE_AFTER) {
      state.delete(entity);
      continue;
    }
    const lost = followRequests(history, minute, served.get(entity) ?? []);
    if (lost) conditions.push({ entity, failure: 'traffic_loss', hold: 5, object: '' });
    if (burns(history, history.errors, 1 - objectives.availability)) {
      conditions.push({ entity, failure: 'slo_availability', hold: 0, object: '' });
    }
    if (burns(history, history.slow, 1 - objectives.latency)) {
      conditions.push({ entity, failure: 'slo_latency', hold: 0, object: '' });
    }
  }
  return conditions;
}

function createRequestHistory(minute: number, rows: readonly SpanRollup[]): RequestHistory {
  return {
    requests: new Float32Array(RING),
    errors: new Float32Array(RING),
    slow: new Float32Array(RING),
    first: minute,
    last: minute - 1,
    lastRequest: minute,
    usualRequests: rows.reduce((sum, row) => sum + row.count, 0),
    usualP95: p95Of(rows),
  };
}

/** Returns whether less than 30 % of the usual requests came. */
function followRequests(history: RequestHistory, minute: number, rows: readonly SpanRollup[]): boolean {
  const from = Math.max(history.last + 1, minute - RING + 1);
  for (let missing = from; missing < minute; missing += 1) setMinute(history, missing, 0, 0, 0);
  const requests = rows.reduce((sum, row) => sum + row.count, 0);
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  const limit = history.usualP95 * SLOW_FACTOR;
  setMinute(history, minute, requests, errors, slowRequests(rows, limit));
  history.last = minute;
  if (requests > 0) history.lastRequest = minute;
  const settled = minute - history.first >= 60;
  const lost = settled && history.usualRequests >= FEWEST && requests < TRAFFIC_LOST * history.usualRequests;
  // What is usual does not follow a loss, or the loss would end by itself.
  if (!lost) history.usualRequests += TRAFFIC_WEIGHT * (requests - history.usualRequests);
  const p95 = p95Of(rows);
  const weight = Math.max(LATENCY_WEIGHT, 1 / (minute - history.first + 1));
  if (requests >= FEWEST) history.usualP95 += weight * (Math.min(p95, 2 * history.usualP95) - history.usualP95);
  return lost;
}

function setMinute(history: RequestHistory, minute: number, requests: number, errors: number, slow: number): void {
  history.requests[minute % RING] = requests;
  history.errors[minute % RING] = errors;
  history.slow[minute % RING] = slow;
}

function burns(history: RequestHistory, bad: Float32Array, budget: number): boolean {
  return BURNS.some(({ rate, long, short }) => {
    const now = badShare(history, bad, short);
    if (now === undefined || now <= rate * budget) return false;
    const lasting = badShare(history, bad, long);
    return lasting !== undefined && lasting > rate * budget;
  });
}

function badShare(history: RequestHistory, bad: Float32Array, window: number): number | undefined {
  const known = Math.min(window, history.last - history.first + 1);
  let requests = 0;
  let failed = 0;
  for (let back = 0; back < known; back += 1) {
    const at = (history.last - back) % RING;
    requests += history.requests[at]!;
    failed += bad[at]!;
  }
  // A long window that has only begun is judged as if the rest of it had been good.
  return requests < FEWEST ? undefined : (failed / requests) * (known / window);
}

function slowRequests(rows: readonly SpanRollup[], limitMs: number): number {
  return rows.reduce((sum, row) => sum + countAbove(row.bins, limitMs), 0);
}

function p95Of(rows: readonly SpanRollup[]): number {
  const merged = new Map<number, number>();
  for (const row of rows) addBins(merged, row.bins);
  return quantileOf(merged, 0.95) ?? 0;
}
