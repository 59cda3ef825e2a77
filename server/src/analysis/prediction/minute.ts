import type { Failure } from '@foreshock/model/failure.ts';
import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { defaultWarningPolicy, type WarningPolicy } from '@foreshock/model/warning-policy.ts';
import { thresholdInForce } from './decide-call.ts';
import type { Judgement } from './judge-candidate.ts';
import type { FailureOnset } from './label-failures.ts';
import { recordOf } from './learnt-record.ts';
import type { ForecastRow, RowFacts } from './ledger-rows.ts';
import { addPending } from './mature-forecasts.ts';
import { pairKey } from './pair-key.ts';
import type { PredictionInput, PredictionOptions } from './prediction-input.ts';
import type { PredictionState } from './prediction-state.ts';
import type { FailureRecord } from './stated-odds.ts';
import type { TrackedMinute } from './track-resources.ts';

/** What one minute passes along. */
export interface Minute {
  readonly input: PredictionInput;
  readonly options: PredictionOptions;
  readonly day: number;
  readonly onsets: ReadonlyMap<string, FailureOnset>;
  readonly judgements: ReadonlyMap<string, Judgement>;
  /** Entity and failure of every bounded resource that reported. */
  readonly reported: TrackedMinute['reported'];
  readonly predictions: Prediction[];
  readonly ledger: LedgerEntry[];
}

export function keyOf({ entity, failure }: Prediction): string {
  return pairKey(entity, failure);
}

/** Numbers an entry as the ledger will. */
export function append(state: PredictionState, ledger: LedgerEntry[], entry: LedgerEntry): number {
  ledger.push(entry);
  state.sequence += 1;
  return state.sequence - 1;
}

export function appendRow(state: PredictionState, ledger: LedgerEntry[], { entry, pending }: ForecastRow): number {
  const row = append(state, ledger, entry);
  addPending(state.pending, { ...pending, row });
  return row;
}

export function policyOf({ input }: Minute): WarningPolicy {
  return input.policy ?? defaultWarningPolicy;
}

/** The record of a failure with the threshold that is in force. */
export function recordInForce(state: PredictionState, minute: Minute, failure: Failure): FailureRecord {
  const record = recordOf(state.learnt, failure);
  return { ...record, threshold: thresholdInForce(policyOf(minute), failure, record.threshold) };
}

export function rowFacts(state: PredictionState, minute: Minute, failure: Failure): RowFacts {
  const { input } = minute;
  return { record: recordInForce(state, minute, failure), now: input.now, completeness: input.dataTrust.share };
}
