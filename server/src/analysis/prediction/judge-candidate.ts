import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Evidence } from '@foreshock/model/evidence.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { Forecast, Lead } from '@foreshock/model/prediction.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { baseProbability, type Exposure } from './base-rate.ts';
import type { Backing } from './earned-odds.ts';
import { COLD_CAP } from './failure-predictors/exhaustion.ts';
import { forecastFan } from './forecast-fan.ts';
import { comparedOver, type EvidenceQuestion, gatherEvidence, weighEvidence } from './gather-evidence.ts';
import type { ShadowOdds } from './hazard/shadow-hazard.ts';
import { ALL_HORIZONS, HORIZONS } from './horizons.ts';
import { leadOf } from './lead.ts';
import { logit, sigmoid } from './odds-math.ts';
import { calibrateCurve, type FailureRecord } from './stated-odds.ts';
import type { Tier } from './tier.ts';
import { type Candidate, explainCandidate } from './track-resources.ts';
import { type TrafficHistory, trafficChange } from './traffic-history.ts';

/** Below this at four hours nobody asks why. */
const EXPLAINED_FROM = 0.05;
/** Two days of its own let a resource speak with more weight than a learned score. */
const OWN_MINUTES = 2_880;
/** Share of the odds that a shorter horizon must keep to be spoken of instead. */
const KEEPS = 0.85;
/** A warning without time to act is none. */
const SHORTEST_LEAD = 5 * MINUTE;

export interface JudgingFacts {
  readonly record: FailureRecord;
  readonly exposure: Exposure | undefined;
  readonly anomalies: readonly Anomaly[];
  readonly traffic: TrafficHistory | undefined;
  readonly now: Timestamp;
  /** An open call is explained however low it has fallen. */
  readonly hasCall: boolean;
}

/** What may come, with its evidence weighed in, calibrated. */
export interface Judgement {
  readonly entity: EntityId;
  readonly failure: Failure;
  readonly tier: Tier;
  readonly backing: Backing;
  /** Too little is known to claim anything. */
  readonly cold: boolean;
  /** Per horizon of `ALL_HORIZONS`: of the tier alone, after evidence, and after calibration. */
  readonly raw: readonly number[];
  readonly stacked: readonly number[];
  readonly curve: readonly number[];
  /** Of the hazard, of trees and of the stack, by horizon of `HORIZONS`: for the ledger alone. */
  readonly inShadow?: ShadowOdds;
  /** For a horizon; the steps lead from its base rate to its odds. Made when asked for: most are told to nobody. */
  readonly evidence: (horizon: number) => readonly Evidence[];
  /** Where the resource may go, of one that fills up. */
  readonly fan: () => Forecast | undefined;
}

export function judgeCandidate(candidate: Candidate, facts: JudgingFacts): Judgement {
  const { history, raw, failure } = candidate;
  const { record, now, exposure } = facts;
  const trend = history.leading;
  const highest = raw.at(-1)!;
  const question: Omit<EvidenceQuestion, 'forecastStep'> = {
    entity: candidate.entity,
    history,
    trend,
    anomalies: facts.anomalies,
    traffic: trafficChange(facts.traffic, comparedOver(trend)),
    now,
  };
  const logOdds = highest >= EXPLAINED_FROM || facts.hasCall ? weighEvidence(question) : 0;
  const stacked = logOdds === 0 ? raw : raw.map((probability) => sigmoid(logit(probability) + logOdds));
  const curve = calibrateCurve(record, stacked, candidate.cold ? COLD_CAP : 1);
  const stepTo = (horizon: number): number =>
    logit(curve[horizon]!) - logit(baseProbability(failure, exposure, ALL_HORIZONS[horizon]!)) - logOdds;
  return {
    entity: candidate.entity,
    failure,
    tier: 'exhaustion',
    backing: history.last - history.born >= OWN_MINUTES ? 'own-history' : 'learned',
    cold: candidate.cold,
    raw,
    stacked,
    curve,
    fan: () => fanOf(candidate),
    evidence: (horizon) => gatherEvidence({ ...question, forecastStep: stepTo(horizon) }),
  };
}

/**
 * The shortest horizon at which the threshold is met and that keeps most of the odds, as they were before calibration:
 * that evens neighboring horizons out where it has seen little, and a call for the shorter one would come too soon.
 */
export function headlineOf(judgement: Judgement, threshold: number): number | undefined {
  const { curve } = judgement;
  const bin = curve.findIndex((probability, index) => probability >= threshold && keepsMost(judgement, index));
  return bin < 0 ? undefined : bin;
}

/** The horizon that a revision speaks of, chosen in the same way; the call is still scored at the first. */
export function tightened(judgement: Judgement, first: number, threshold: number): number {
  const { curve } = judgement;
  const wanted = Math.max(threshold, KEEPS * curve[first]!);
  const bin = curve.findIndex((probability, index) => probability >= wanted && keepsMost(judgement, index));
  return bin < 0 ? first : Math.min(bin, first);
}

/** Whether a horizon may be the headline of a call once its threshold is met. */
export function mayCall(judgement: Judgement, bin: number): boolean {
  return keepsMost(judgement, bin) && mayIssue(judgement, bin);
}

function keepsMost({ stacked }: Judgement, bin: number): boolean {
  return stacked[bin]! >= KEEPS * stacked[Math.max(bin, HORIZONS.length - 1)]!;
}

/** Time to onset, asked over the four hours, or over the days that a slow fill is called for. */
export function leadFor({ curve }: Judgement, headline: number): Lead | undefined {
  const bins = Math.max(HORIZONS.length, headline + 1);
  return leadOf(ALL_HORIZONS.slice(0, bins), curve.slice(0, bins));
}

/** Whether a call may be issued: time to act, and at least one fact that is hard to explain by chance. */
export function mayIssue(judgement: Judgement, headline: number): boolean {
  const lead = leadFor(judgement, headline);
  const isEarly = lead !== undefined && lead.median >= SHORTEST_LEAD;
  return isEarly && judgement.evidence(headline).some(({ surprise, stance }) => stance === 'for' && surprise >= 3);
}

function fanOf(candidate: Candidate): Forecast | undefined {
  const explained = explainCandidate(candidate);
  return explained && forecastFan(candidate.history, candidate.table, explained, candidate.onsetLevel);
}
