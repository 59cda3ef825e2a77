import type { Narrative } from './claim.ts';
import type { EntityId } from './entity.ts';
import type { Evidence } from './evidence.ts';
import type { Failure } from './failure.ts';
import type { Hypothesis } from './hypothesis.ts';
import type { Recommendation } from './recommendation.ts';
import type { Snooze } from './snooze.ts';
import type { DurationMs, Timestamp } from './time.ts';

/** `prd_` and 13 characters of the hash of entity, failure and first issue. */
export type PredictionId = string & { readonly prediction: unique symbol };

export type PredictionState = 'shadow' | 'active' | 'frozen' | 'withdrawn' | 'closed';
/** First that fits: undecidable, acted, hit, miss. */
export type PredictionOutcome = 'pending' | 'hit' | 'miss' | 'acted' | 'undecidable';

/** P(onset within `horizon`), never falling with the horizon. */
export interface OddsPoint {
  readonly horizon: DurationMs;
  readonly probability: number;
  readonly low: number;
  readonly high: number;
}

export interface Odds {
  /** `percent` only when earned (product gate); `band` by rank; `none` when too little is known; `date` for deadlines. */
  readonly display: 'percent' | 'band' | 'none' | 'date';
  readonly band: 'low' | 'raised' | 'high';
  /** The headline horizon. */
  readonly horizon: DurationMs;
  /** At the headline horizon, calibrated and capped. Sent out only when display is `percent`. */
  readonly probability: number;
  readonly low: number;
  readonly high: number;
  /** The most that the record allows: (k + 1) / (n + 2). */
  readonly cap: number;
  readonly curve: readonly OddsPoint[];
}

/** Time to onset if it comes. */
export interface Lead {
  readonly p10: DurationMs;
  readonly median: DurationMs;
  readonly p90: DurationMs;
}

/** The bounded resource that the prediction is about, and where it may go. */
export interface Forecast {
  readonly series: string;
  readonly measure: string;
  readonly unit: string;
  readonly limit: number;
  /** Last measured value. */
  readonly current: number;
  /** Flat ranges of past values: the 5 % and 95 % quantiles of the baseline. */
  readonly usual: { readonly low: number; readonly high: number };
  /** At `issued + horizons[i]` the quantiles 5, 10, 15 ... 95 % (19 values). */
  readonly horizons: readonly DurationMs[];
  readonly quantiles: readonly (readonly number[])[];
  /** Twenty drawn futures, a value per horizon each; they stop at the limit. */
  readonly futures: readonly (readonly number[])[];
}

/** How calls like this one came out; `outcomes` oldest first, at most 200. */
export interface TrackRecord {
  readonly calls: number;
  readonly hits: number;
  readonly low: number;
  readonly high: number;
  /** `replay`: learnt from replayed own history, and labelled so. */
  readonly source: 'ledger' | 'replay' | 'none';
  readonly outcomes: readonly { readonly prediction: PredictionId; readonly hit: boolean }[];
}

/** "Entity E will have failure F within horizon H, probability p", issued at t, revised in place while open. */
export interface Prediction {
  readonly id: PredictionId;
  readonly revision: number;
  readonly entity: EntityId;
  readonly failure: Failure;
  readonly state: PredictionState;
  readonly outcome: PredictionOutcome;
  readonly issuedAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly closedAt?: Timestamp;
  /** When the failure began, for hits. */
  readonly onsetAt?: Timestamp;
  readonly odds: Odds;
  readonly lead?: Lead;
  /** Of deadlines: the date. */
  readonly deadline?: Timestamp;
  readonly actBy?: Timestamp;
  readonly record: TrackRecord;
  /** Share of expected telemetry present in the inputs, 0 to 1. */
  readonly dataTrust: number;
  /** By name, what is missing. */
  readonly missing: readonly string[];
  readonly forecast?: Forecast;
  readonly evidence: readonly Evidence[];
  readonly hypotheses: readonly Hypothesis[];
  readonly recommendations: readonly Recommendation[];
  readonly narrative: Narrative;
  /** The probability before any of the evidence was known, for the ladder. */
  readonly baseProbability: number;
  /** Class threshold in force at this revision. */
  readonly threshold: number;
  readonly model: { readonly version: string; readonly features: string };
  readonly ledgerSequence?: number;
  readonly acknowledgedBy?: string;
  readonly acknowledgedAt?: Timestamp;
  /** The last one, over or not. */
  readonly snooze?: Snooze;
}
