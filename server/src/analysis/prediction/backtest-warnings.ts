// What would have been told over history, were the present policy in force: the forecasts that were made minute by minute
// when history was learnt are decided upon again, each with what was known at its minute. Outcomes score it alone.
import type { LedgerRow } from '@foreshock/model/ledger.ts';
import { DAY, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { BacktestDay, BacktestFailure, WarningBacktest } from '@foreshock/model/warning-backtest.ts';
import type { WarningPolicy } from '@foreshock/model/warning-policy.ts';
import type { ReplayedCall, ReplayedOnset } from '@foreshock/model/warning-replay.ts';
import { onsetKey, onsetOfKey, readLedger } from '../resolved-forecasts.ts';
import { leadsOf, recordOf, redecide, resolvedTimes } from './replay-warnings.ts';

const WEEK = 7 * DAY;

export function backtestWarnings(
  rows: readonly LedgerRow[],
  record: readonly LedgerRow[],
  range: TimeRange,
  policy: WarningPolicy,
): WarningBacktest {
  const { forecasts: all, onsets: keys } = readLedger(rows, { scope: 'all', range });
  const forecasts = all.filter(({ dataAsOf, issuedAt }) => dataAsOf <= issuedAt);
  const calls = redecide(forecasts, policy, resolvedTimes(record));
  const onsets = [...keys].map(onsetOfKey);
  const caught = new Set(leadsOf(calls, keys).keys());
  const pages = calls.filter(({ page }) => page);
  const total = recordOf(calls, keys);
  const span = range.to - range.from;
  return {
    record: total,
    onsets: onsets.length,
    days: daysOf(calls, onsets, caught, new Set(leadsOf(pages, keys).keys())),
    failures: failuresOf(calls, onsets),
    calls: calls.toSorted((a, b) => b.issuedAt - a.issuedAt),
    missed: onsets.filter((onset) => !caught.has(onsetKey(onset))).sort((a, b) => b.onsetAt - a.onsetAt),
    ...(span >= DAY && { pagesPerWeek: (total.pages * WEEK) / span }),
    forecasts: forecasts.length,
    late: all.length - forecasts.length,
  };
}

function daysOf(
  calls: readonly ReplayedCall[],
  onsets: readonly ReplayedOnset[],
  caught: ReadonlySet<string>,
  paged: ReadonlySet<string>,
): BacktestDay[] {
  const dayOf = (time: Timestamp): Timestamp => Math.floor(time / DAY) * DAY;
  const callsOf = Map.groupBy(calls, ({ issuedAt }) => dayOf(issuedAt));
  const onsetsOf = Map.groupBy(onsets, ({ onsetAt }) => dayOf(onsetAt));
  const days = [...new Set([...callsOf.keys(), ...onsetsOf.keys()])].sort((a, b) => a - b);
  return days.map((from) => {
    const own = callsOf.get(from) ?? [];
    const began = (onsetsOf.get(from) ?? []).map(onsetKey);
    return {
      from,
      calls: own.length,
      pages: own.filter(({ page }) => page).length,
      falsePages: own.filter(({ page, outcome }) => page && outcome === 'miss').length,
      onsets: began.length,
      caught: began.filter((key) => caught.has(key)).length,
      paged: began.filter((key) => paged.has(key)).length,
    };
  });
}

function failuresOf(calls: readonly ReplayedCall[], onsets: readonly ReplayedOnset[]): BacktestFailure[] {
  const names = [...new Set([...calls, ...onsets].map(({ failure }) => failure))].sort();
  return names
    .map((failure) => {
      const began = onsets.filter((onset) => onset.failure === failure);
      const own = calls.filter((call) => call.failure === failure);
      return { failure, onsets: began.length, ...recordOf(own, new Set(began.map(onsetKey))) };
    })
    .sort((a, b) => b.onsets - a.onsets);
}
