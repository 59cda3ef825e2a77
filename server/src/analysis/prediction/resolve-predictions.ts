import { DATA_TRUST_FLOOR } from '@foreshock/model/data-trust.ts';
import type { Prediction, PredictionOutcome, PredictionState } from '@foreshock/model/prediction.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { isTooLow, WITHDRAW_AFTER } from './decide-call.ts';

/** Share of the horizon without telemetry above which nobody can say what happened. */
const UNDECIDABLE_FROM = 0.2;

/** A prediction whose outcome is pending, withdrawn ones included: they are scored at their first horizon. */
export interface OpenCall {
  readonly prediction: Prediction;
  /** Issue and first horizon. */
  readonly end: Timestamp;
  /** Index of the headline horizon; -1 for a date. */
  readonly headline: number;
  /** Calibrated probability at issue, at the last revision, and the most so far. */
  readonly issued: number;
  readonly told: number;
  readonly called: number;
  /** Since when the probability is too low; 0 while it is not. */
  readonly lowSince: Timestamp;
  readonly missingMinutes: number;
  /** 0 while nobody changed the entity or a dependency. */
  readonly actedAt: Timestamp;
  /** What it returns to when data can be trusted again. */
  readonly thawsTo: 'shadow' | 'active';
  /** Somebody would have been told, were notifications not held back. */
  readonly heldBack?: boolean;
}

/** What a minute says about a call. */
export interface CallFacts {
  readonly now: Timestamp;
  /** `undefined` when the resource did not report. */
  readonly probability: number | undefined;
  readonly threshold: number;
  readonly dataTrust: number;
  readonly onset: Timestamp | undefined;
  readonly acted: boolean;
}

export interface AdvancedCall {
  readonly call: OpenCall;
  readonly state: PredictionState;
  readonly outcome: PredictionOutcome;
}

/** The next state of a call. An outcome other than pending closes it for good. */
export function advanceCall(call: OpenCall, facts: CallFacts): AdvancedCall {
  const { now, onset, probability, threshold } = facts;
  const trusted = facts.dataTrust >= DATA_TRUST_FLOOR;
  const missingMinutes = call.missingMinutes + (trusted && probability !== undefined ? 0 : 1);
  const actedAt = call.actedAt || (facts.acted ? now : 0);
  const called = Math.max(call.called, trusted ? (probability ?? 0) : 0);
  const counted = { ...call, missingMinutes, actedAt, called };
  if (onset !== undefined || now >= call.end) {
    return { call: counted, state: 'closed', outcome: outcomeOf(counted, onset) };
  }
  // A date neither rises nor falls, and needs no telemetry to come nearer.
  if (call.headline < 0) return { call: counted, state: call.thawsTo, outcome: 'pending' };
  if (call.prediction.state === 'withdrawn') return { call: counted, state: 'withdrawn', outcome: 'pending' };
  if (!trusted) return { call: { ...counted, lowSince: 0 }, state: 'frozen', outcome: 'pending' };
  const isLow = probability !== undefined && isTooLow(probability, threshold);
  const lowSince = isLow ? call.lowSince || now : 0;
  const gone = lowSince > 0 && now - lowSince >= WITHDRAW_AFTER;
  return { call: { ...counted, lowSince }, state: gone ? 'withdrawn' : call.thawsTo, outcome: 'pending' };
}

/** First that fits: undecidable, acted, hit, miss. */
function outcomeOf(call: OpenCall, onset: Timestamp | undefined): PredictionOutcome {
  const { issuedAt } = call.prediction;
  const horizonMinutes = (call.end - issuedAt) / MINUTE;
  if (call.missingMinutes > UNDECIDABLE_FROM * horizonMinutes) return 'undecidable';
  if (call.actedAt > 0) return 'acted';
  return onset !== undefined ? 'hit' : 'miss';
}
