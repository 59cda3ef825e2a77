import type { EntityId } from './entity.ts';
import type { Failure } from './failure.ts';
import type { LedgerRow } from './ledger.ts';
import type { PredictionId, PredictionOutcome } from './prediction.ts';
import type { DurationMs, TimeRange, Timestamp } from './time.ts';
import type { WarningPolicy } from './warning-policy.ts';

/** A call that a policy makes of the forecasts in the ledger. */
export interface ReplayedCall {
  readonly entity: EntityId;
  readonly failure: Failure;
  readonly issuedAt: Timestamp;
  readonly horizon: DurationMs;
  readonly probability: number;
  /** Somebody is told; else it is on screen only. */
  readonly page: boolean;
  readonly outcome: PredictionOutcome;
  readonly onsetAt?: Timestamp;
  /** Row of the forecast that it is made of, and the prediction that the row was shown under; empty when it was not. */
  readonly row: number;
  readonly prediction: PredictionId | '';
}

/** Failures are caught by a call at least five minutes ahead. */
export interface ReplayedRecord {
  readonly calls: number;
  readonly pages: number;
  /** Pages by what became of them. */
  readonly hits: number;
  readonly misses: number;
  readonly undecided: number;
  readonly caught: number;
  /** Of these by a page. */
  readonly paged: number;
  /** Over the failures that were caught. */
  readonly leadMedian?: DurationMs;
}

export interface ReplayedOnset {
  readonly entity: EntityId;
  readonly failure: Failure;
  readonly onsetAt: Timestamp;
}

export interface WarningReplay {
  readonly onsets: number;
  /** As it was, and as the two policies make it of the same forecasts. */
  readonly real: ReplayedRecord;
  readonly before: ReplayedRecord;
  readonly after: ReplayedRecord;
  readonly pagesAdded: readonly ReplayedCall[];
  readonly pagesRemoved: readonly ReplayedCall[];
  readonly caught: readonly ReplayedOnset[];
  readonly lost: readonly ReplayedOnset[];
  /** Median over the failures that both catch; negative when the second is later. */
  readonly leadGained?: DurationMs;
  /** Forecasts that were read, and those left out because their data came after the decision. */
  readonly forecasts: number;
  readonly late: number;
}

/**
 * rows     of the range, by sequence: every forecast and what became of it
 * record   of the whole time before and in it: forecasts that were shown and what became of them
 */
export type ReplayWarnings = (
  rows: readonly LedgerRow[],
  record: readonly LedgerRow[],
  range: TimeRange,
  before: WarningPolicy,
  after: WarningPolicy,
) => WarningReplay;
