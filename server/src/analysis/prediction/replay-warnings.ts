// What other thresholds or another budget would have told whom: every forecast of the ledger is decided upon again by the
// functions that decided it, in its order, with nothing that was not known then. Outcomes are read for scoring alone.
import { DATA_TRUST_FLOOR } from '@foreshock/model/data-trust.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { LedgerRow } from '@foreshock/model/ledger.ts';
import { type DurationMs, MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { WarningPolicy } from '@foreshock/model/warning-policy.ts';
import type { ReplayedCall, ReplayedOnset, ReplayedRecord, WarningReplay } from '@foreshock/model/warning-replay.ts';
import { onsetKey, type ResolvedForecast, readLedger } from '../resolved-forecasts.ts';
import { isTooLow, stageOf, thresholdInForce, WITHDRAW_AFTER } from './decide-call.ts';
import { pairKey } from './pair-key.ts';

/** A warning that leaves less time to act catches nothing. */
const SHORTEST_LEAD = 5 * MINUTE;

/** When calls of a failure were resolved, rising: how many were known at a time decides who is told. */
type ResolvedTimes = ReadonlyMap<Failure, readonly Timestamp[]>;

export function replayWarnings(
  rows: readonly LedgerRow[],
  record: readonly LedgerRow[],
  range: TimeRange,
  before: WarningPolicy,
  after: WarningPolicy,
): WarningReplay {
  const { forecasts: all, onsets } = readLedger(rows, { scope: 'all', range });
  const forecasts = all.filter(({ dataAsOf, issuedAt }) => dataAsOf <= issuedAt);
  const resolved = resolvedTimes(record);
  const wasCalls = redecide(forecasts, before, resolved);
  const nowCalls = redecide(forecasts, after, resolved);
  const was = leadsOf(wasCalls, onsets);
  const now = leadsOf(nowCalls, onsets);
  const gains = [...now].flatMap(([key, lead]) => (was.has(key) ? [lead - was.get(key)!] : []));
  const leadGained = median(gains);
  return {
    onsets: onsets.size,
    real: recordOf(realCalls(forecasts), onsets),
    before: recordOf(wasCalls, onsets),
    after: recordOf(nowCalls, onsets),
    pagesAdded: pagesWithout(nowCalls, wasCalls),
    pagesRemoved: pagesWithout(wasCalls, nowCalls),
    caught: onsetsWithout(nowCalls, now, was),
    lost: onsetsWithout(wasCalls, was, now),
    ...(leadGained !== undefined && { leadGained }),
    forecasts: forecasts.length,
    late: all.length - forecasts.length,
  };
}

interface StandingCall {
  readonly end: Timestamp;
  readonly lowSince: Timestamp;
}

/** The calls that a policy makes, in the order of their issue. `forecasts`: by sequence. */
export function redecide(
  forecasts: readonly ResolvedForecast[],
  policy: WarningPolicy,
  resolved: ResolvedTimes,
): ReplayedCall[] {
  const standing = new Map<string, StandingCall>();
  const calls: ReplayedCall[] = [];
  const pages: Timestamp[] = [];
  for (const forecast of forecasts) {
    const { entity, failure, issuedAt: now, calibrated, completeness } = forecast;
    const key = pairKey(entity, failure);
    // Rows hold the threshold that was in force: without one of its own the policy takes what was learnt by then.
    const threshold = thresholdInForce(policy, failure, forecast.threshold);
    const call = standing.get(key);
    if (call && now < call.end) {
      const lowSince = isTooLow(calibrated, threshold) ? call.lowSince || now : 0;
      if (lowSince > 0 && now - lowSince >= WITHDRAW_AFTER) standing.delete(key);
      else standing.set(key, { ...call, lowSince });
      continue;
    }
    if (forecast.mayCall !== true || calibrated < threshold || completeness < DATA_TRUST_FLOOR) continue;
    const closed = (resolved.get(failure) ?? []).filter((time) => time <= now).length;
    const tier = 'recurrence' in forecast.tiers ? 'recurrence' : 'exhaustion';
    const page = stageOf(policy, { tier, resolved: closed, pages, now }) === 'active';
    if (page) pages.push(now);
    // It ends when the failure is known, which is after its onset.
    const known = forecast.onsetAt === undefined ? undefined : forecast.resolvedAt;
    const end = Math.min(now + forecast.horizon, known ?? Number.POSITIVE_INFINITY);
    standing.set(key, { end, lowSince: 0 });
    calls.push(callOf(forecast, page));
  }
  return calls;
}

function callOf(forecast: ResolvedForecast, page: boolean): ReplayedCall {
  const { entity, failure, issuedAt, horizon, calibrated, outcome, onsetAt, row, prediction } = forecast;
  const came = onsetAt === undefined ? {} : { onsetAt };
  return { entity, failure, issuedAt, horizon, probability: calibrated, page, outcome, ...came, row, prediction };
}

/** As they were made at the time, by their first rows. */
function realCalls(forecasts: readonly ResolvedForecast[]): ReplayedCall[] {
  const shown = Map.groupBy(
    forecasts.filter(({ prediction }) => prediction !== ''),
    ({ prediction }) => prediction,
  );
  return [...shown.values()].map((rows) =>
    callOf(
      rows[0]!,
      rows.some(({ delivery }) => delivery === 'warned'),
    ),
  );
}

export function resolvedTimes(record: readonly LedgerRow[]): ResolvedTimes {
  const everything = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const { forecasts } = readLedger(record, { scope: 'shown', range: everything });
  const first = new Map<string, ResolvedForecast>();
  for (const forecast of forecasts) {
    if (forecast.prediction !== '' && !first.has(forecast.prediction)) first.set(forecast.prediction, forecast);
  }
  const times = new Map<Failure, Timestamp[]>();
  for (const { failure, outcome, resolvedAt } of first.values()) {
    if ((outcome !== 'hit' && outcome !== 'miss') || resolvedAt === undefined) continue;
    times.set(failure, [...(times.get(failure) ?? []), resolvedAt]);
  }
  return times;
}

/** By failure that a call came before early enough: its longest lead. */
export function leadsOf(calls: readonly ReplayedCall[], onsets: ReadonlySet<string>): Map<string, DurationMs> {
  const leads = new Map<string, DurationMs>();
  for (const call of calls) {
    const lead = (call.onsetAt ?? call.issuedAt) - call.issuedAt;
    const key = onsetKey(call);
    if (call.outcome === 'hit' && lead >= SHORTEST_LEAD && onsets.has(key)) {
      leads.set(key, Math.max(lead, leads.get(key) ?? 0));
    }
  }
  return leads;
}

export function recordOf(calls: readonly ReplayedCall[], onsets: ReadonlySet<string>): ReplayedRecord {
  const pages = calls.filter(({ page }) => page);
  const leads = leadsOf(calls, onsets);
  const leadMedian = median([...leads.values()]);
  const hits = pages.filter(({ outcome }) => outcome === 'hit').length;
  const misses = pages.filter(({ outcome }) => outcome === 'miss').length;
  return {
    calls: calls.length,
    pages: pages.length,
    hits,
    misses,
    undecided: pages.length - hits - misses,
    caught: leads.size,
    paged: leadsOf(pages, onsets).size,
    ...(leadMedian !== undefined && { leadMedian }),
  };
}

/** Pages of `calls` that have no page of about the same time and thing among `others`. */
function pagesWithout(calls: readonly ReplayedCall[], others: readonly ReplayedCall[]): ReplayedCall[] {
  const pages = Map.groupBy(
    others.filter(({ page }) => page),
    ({ entity, failure }) => pairKey(entity, failure),
  );
  return calls.filter(({ page, entity, failure, issuedAt, horizon, onsetAt }) => {
    if (!page) return false;
    return !(pages.get(pairKey(entity, failure)) ?? []).some((other) => {
      const isOfOneFailure = onsetAt !== undefined && other.onsetAt === onsetAt;
      const apart = issuedAt - other.issuedAt;
      return isOfOneFailure || (apart < other.horizon && -apart < horizon);
    });
  });
}

function onsetsWithout(
  calls: readonly ReplayedCall[],
  leads: ReadonlyMap<string, DurationMs>,
  others: ReadonlyMap<string, DurationMs>,
): ReplayedOnset[] {
  const onsets = new Map<string, ReplayedOnset>();
  for (const { entity, failure, onsetAt } of calls) {
    if (onsetAt === undefined) continue;
    const key = onsetKey({ entity, failure, onsetAt });
    if (leads.has(key) && !others.has(key)) onsets.set(key, { entity, failure, onsetAt });
  }
  return [...onsets.values()];
}

/** The lower of two neighbors. */
function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
