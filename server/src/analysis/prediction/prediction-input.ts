import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { DataTrust } from '@foreshock/model/data-trust.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Exhaustion } from '@foreshock/model/exhaustion.ts';
import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import type { Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import type { ToldOutcome } from '@foreshock/model/told-outcome.ts';
import type { WarningPolicy } from '@foreshock/model/warning-policy.ts';
import type { BoundedSample, Deadline } from '../bounded-resource.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import type { Objectives } from './failure-conditions/request-conditions.ts';
import type { FailureOnset } from './label-failures.ts';

/** What people and other systems told since the last minute. */
export interface PredictionMarks {
  readonly acknowledged: readonly { readonly prediction: PredictionId; readonly by: string; readonly at: Timestamp }[];
  /** Someone changed this entity, by hand or by a tool that sends no change. */
  readonly acted: readonly { readonly entity: EntityId; readonly at: Timestamp }[];
}

export interface PredictionInput {
  readonly frame: MinuteFrame;
  readonly bounded: readonly BoundedSample[];
  readonly deadlines: readonly Deadline[];
  /** Anomalies that are open. */
  readonly open: readonly Anomaly[];
  readonly dataTrust: DataTrust;
  readonly marks?: PredictionMarks;
  /** What people said became of predictions, in order, each once. */
  readonly told?: readonly ToldOutcome[];
  /** A fault was made on purpose, or its traces are still seen: what happens is called, and teaches nothing. */
  readonly isUnderDrill?: boolean;
  /** Without it what the records teach, and no limit. */
  readonly policy?: WarningPolicy;
  /** Event time of this tick: the end of the frame's minute, also in a replay. */
  readonly now: Timestamp;
}

export interface PredictionStep {
  /** New, revised or in another state since the last minute. */
  readonly predictions: readonly Prediction[];
  /** In the order in which the ledger must number them. */
  readonly ledger: readonly LedgerEntry[];
  /** Every bounded resource of this minute. */
  readonly exhaustion: readonly Exhaustion[];
  readonly onsets: readonly FailureOnset[];
  /** Signs of failures that are not followed because there are too many, since the beginning. */
  readonly unfollowedSigns: number;
}

export interface PredictionOptions {
  /** Calls issued before are of a replay of stored history, and labelled so. */
  readonly historyUntil: Timestamp;
  /** How long a fix usually takes: act-by lies this much before the early end of the lead. */
  readonly usualFixTime: DurationMs;
  readonly objectives: Objectives;
  /** Sequence that the ledger gives to the first entry of this engine. */
  readonly firstSequence: number;
}
