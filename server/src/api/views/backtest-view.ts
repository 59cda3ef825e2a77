import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { getBacktest } from '@foreshock/contract/operations/history.ts';
import { formatTime } from '@foreshock/model/time.ts';
import type { WarningBacktest } from '@foreshock/model/warning-backtest.ts';
import type { EntityDirectory } from './entity-view.ts';
import { viewCall, viewOnset, viewRecord } from './replay-view.ts';

type BacktestView = OutputOf<typeof getBacktest>;

/** More than anybody reads; the ledger has them all. */
const LISTED = 100;

export function viewBacktest(
  backtest: WarningBacktest,
  entities: EntityDirectory,
): Omit<BacktestView, 'from' | 'to' | 'simulated' | 'incidents'> {
  const { record, onsets, days, failures, calls, missed, pagesPerWeek, forecasts, late } = backtest;
  return {
    forecasts,
    late,
    onsets,
    record: viewRecord(record),
    pagesPerWeek: pagesPerWeek ?? null,
    days: days.map((day) => ({ ...day, from: formatTime(day.from) })),
    failures: failures.map(({ failure, onsets: began, ...own }) => ({ ...viewRecord(own), failure, onsets: began })),
    calls: calls.slice(0, LISTED).map((call) => ({ ...viewCall(call, entities), page: call.page })),
    missed: missed.slice(0, LISTED).map((onset) => viewOnset(onset, entities)),
  };
}
