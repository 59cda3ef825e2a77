import type { Failure } from './failure.ts';
import type { LedgerRow } from './ledger.ts';
import type { TimeRange, Timestamp } from './time.ts';
import type { WarningPolicy } from './warning-policy.ts';
import type { ReplayedCall, ReplayedOnset, ReplayedRecord } from './warning-replay.ts';

/** What a policy makes of one day of history; days begin at midnight UTC. */
export interface BacktestDay {
  readonly from: Timestamp;
  readonly calls: number;
  readonly pages: number;
  /** Pages that did not come true. */
  readonly falsePages: number;
  /** Failures that began, those with a call at least five minutes ahead, and of these those with a page. */
  readonly onsets: number;
  readonly caught: number;
  readonly paged: number;
}

export interface BacktestFailure extends ReplayedRecord {
  readonly failure: Failure;
  readonly onsets: number;
}

/** What would have been told over a stretch of history. */
export interface WarningBacktest {
  readonly record: ReplayedRecord;
  readonly onsets: number;
  /** Those in which something was called or began, oldest first. */
  readonly days: readonly BacktestDay[];
  /** Most onsets first. */
  readonly failures: readonly BacktestFailure[];
  /** Pages and calls for the screen alone, newest first. */
  readonly calls: readonly ReplayedCall[];
  /** Failures that began with no call five minutes ahead, newest first. */
  readonly missed: readonly ReplayedOnset[];
  /** Absent for less than a day, of which nothing can be said about a week. */
  readonly pagesPerWeek?: number;
  readonly forecasts: number;
  /** Left out: their data came after the decision. */
  readonly late: number;
}

/** `rows`, `record`: as `ReplayWarnings` wants them. */
export type BacktestWarnings = (
  rows: readonly LedgerRow[],
  record: readonly LedgerRow[],
  range: TimeRange,
  policy: WarningPolicy,
) => WarningBacktest;
