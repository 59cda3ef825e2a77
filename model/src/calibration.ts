import type { EntityId } from './entity.ts';
import type { Failure } from './failure.ts';
import type { LedgerRow } from './ledger.ts';
import type { PredictionId, PredictionOutcome } from './prediction.ts';
import type { DurationMs, TimeRange, Timestamp } from './time.ts';

/**
 * `shown`: what people saw; each call counts once in each ten-percent group that it reached. `all`: every forecast, also
 * those that nobody saw, by weight.
 */
export type CalibrationScope = 'shown' | 'all';

export interface CalibrationQuestion {
  readonly scope: CalibrationScope;
  /** Forecasts issued, and failures begun, in it; the end is not included. */
  readonly range: TimeRange;
  readonly failure?: Failure;
  readonly entity?: EntityId;
  readonly horizon?: DurationMs;
}

/** Forecasts of about the same probability. */
export interface ReliabilityBin {
  /** Bounds of what was said; of equal mass the least and the most. */
  readonly from: number;
  readonly to: number;
  readonly forecasts: number;
  readonly hits: number;
  /** Sum of the weights. */
  readonly weight: number;
  /** Mean of what was said, and share that came true; both by weight. */
  readonly said: number;
  readonly came: number;
  /** 90 % interval of Jeffreys around `came`, of as many forecasts as the weights are worth. */
  readonly low: number;
  readonly high: number;
}

/** Brier score = reliability - resolution + uncertainty + within. */
export interface BrierSplit {
  readonly score: number;
  /** Share that came true: what always saying the same would have had to know. */
  readonly baseRate: number;
  /** Of always saying the base rate. */
  readonly uncertainty: number;
  /** Lost by saying other than what happens; 0 is best. */
  readonly reliability: number;
  /** Gained by telling apart. */
  readonly resolution: number;
  /** What ten groups do not see. */
  readonly within: number;
  /** 1 - score / uncertainty; absent when all or none came true. */
  readonly skill?: number;
}

/** Calls that said at least this much. */
export interface OperatingPoint {
  readonly threshold: number;
  readonly calls: number;
  readonly hits: number;
  readonly precision?: number;
  /** 90 % interval of the precision. */
  readonly low: number;
  readonly high: number;
  /** Failures that such a call came before, early enough to act. */
  readonly caught: number;
  readonly recall?: number;
}

export interface OutcomeCounts {
  readonly hit: number;
  readonly miss: number;
  readonly acted: number;
  readonly undecidable: number;
  readonly pending: number;
}

export interface LeadBin {
  readonly from: DurationMs;
  /** Absent for the last one. */
  readonly to?: DurationMs;
  readonly onsets: number;
}

/** From the first warning of a call to the failure; a failure without one has a lead of 0. */
export interface LeadScore {
  readonly missed: number;
  readonly bins: readonly LeadBin[];
  /** Over all failures, and over those that a call came before. Absent without any. */
  readonly median?: DurationMs;
  readonly tenth?: DurationMs;
  readonly medianOfCalled?: DurationMs;
  readonly tenthOfCalled?: DurationMs;
}

/** A call: a prediction from issue to close, judged at its first horizon. */
export interface JudgedCall {
  readonly prediction: PredictionId;
  readonly entity: EntityId;
  readonly failure: Failure;
  readonly issuedAt: Timestamp;
  readonly horizon: DurationMs;
  /** First and highest probability. */
  readonly said: number;
  readonly most: number;
  readonly outcome: PredictionOutcome;
  readonly warned: boolean;
  /** Told in percent at some time. */
  readonly inPercent: boolean;
  /** Sequence of its first row. */
  readonly row: number;
}

export interface Calibration {
  /** Forecasts of the scope, scored or not. */
  readonly forecasts: OutcomeCounts;
  /** Absent while nothing is scored. */
  readonly brier?: BrierSplit;
  /** With the forecasts after which somebody acted counted by what happened then. */
  readonly brierWithActed?: BrierSplit;
  /** Expected calibration error over ten groups of equal width, and of equal mass. */
  readonly eceWidth?: number;
  readonly eceMass?: number;
  readonly equalWidth: readonly ReliabilityBin[];
  readonly equalMass: readonly ReliabilityBin[];
  /** Oldest first. */
  readonly calls: readonly JudgedCall[];
  readonly points: readonly OperatingPoint[];
  /** Failures that began, whether called or not; those after somebody acted are apart. */
  readonly onsets: number;
  readonly actedOnsets: number;
  readonly lead: LeadScore;
  /** Span of the ledger inside the range, in days, and warnings in it that did not come true. */
  readonly days: number;
  readonly falseWarnings: number;
}

/** The calls of one failure, entity or horizon. */
export interface CalibrationPart {
  readonly calls: OutcomeCounts;
  readonly said?: number;
  readonly came?: number;
  readonly skill?: number;
  readonly falseWarnings: number;
  readonly onsets: number;
  readonly caught: number;
  readonly leadMedian?: DurationMs;
}

/** What one tier said of the forecasts of the scope that it spoke of. */
export interface TierScore {
  readonly forecasts: number;
  /** By weight. */
  readonly said: number;
  readonly came: number;
  /** Absent when all or none came true. */
  readonly skill?: number;
  /** Of what was told of the same forecasts. */
  readonly toldSkill?: number;
}

export interface CalibrationParts {
  readonly byFailure: ReadonlyMap<Failure, CalibrationPart>;
  readonly byEntity: ReadonlyMap<EntityId, CalibrationPart>;
  readonly byHorizon: ReadonlyMap<DurationMs, CalibrationPart>;
  readonly byTier: ReadonlyMap<string, TierScore>;
}

/** Answers for the rows of a ledger; what works it out is handed to whoever asks. */
export interface LedgerScoring {
  /** `ends`: the first and the last row of the whole ledger. */
  score(rows: readonly LedgerRow[], ends: readonly LedgerRow[], question: CalibrationQuestion): Calibration;
  breakDown(rows: readonly LedgerRow[], question: CalibrationQuestion): CalibrationParts;
}
