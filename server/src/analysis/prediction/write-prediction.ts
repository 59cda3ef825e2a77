import type { DataTrust } from '@foreshock/model/data-trust.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { Odds, Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { baseProbability, type Exposure } from './base-rate.ts';
import { trackRecordOf } from './earned-odds.ts';
import { type Judgement, leadFor } from './judge-candidate.ts';
import { type FailureRecord, stateOdds } from './stated-odds.ts';
import type { Tier } from './tier.ts';

export const MODELS = {
  exhaustion: { version: 'exhaustion-1', features: 'level-change15-change60-change240' },
  recurrence: { version: 'recurrence-1', features: 'rates-hours-gaps-follow-on' },
  precursor: { version: 'precursor-1', features: 'lines-anomalies-leads' },
} as const satisfies Record<Tier, Prediction['model']>;

const NAMED_MISSING = 10;

export interface WritingFacts {
  readonly record: FailureRecord;
  readonly exposure: Exposure | undefined;
  readonly dataTrust: DataTrust;
  readonly usualFixTime: DurationMs;
  readonly now: Timestamp;
  readonly day: number;
  /** The call has been told in percent before. */
  readonly toldInPercent?: boolean;
}

/** All of a prediction that follows from the present judgement; identity and state are the caller's. */
type Contents = Omit<
  Prediction,
  | 'id'
  | 'revision'
  | 'entity'
  | 'failure'
  | 'state'
  | 'outcome'
  | 'issuedAt'
  | 'hypotheses'
  | 'recommendations'
  | 'narrative'
>;

export function describeJudgement(judgement: Judgement, headline: number, facts: WritingFacts): Contents {
  const { curve, backing, cold, failure, tier } = judgement;
  const { record, now } = facts;
  const odds: Odds = stateOdds(record, {
    curve,
    headline,
    backing,
    cold,
    day: facts.day,
    toldInPercent: facts.toldInPercent ?? false,
  });
  const lead = leadFor(judgement, headline);
  const forecast = judgement.fan();
  return {
    updatedAt: now,
    odds,
    ...(lead ? { lead, actBy: Math.max(now, now + lead.p10 - facts.usualFixTime) } : {}),
    record: trackRecordOf(record.episodes, curve[headline]!),
    ...describeTrust(facts.dataTrust),
    ...(forecast ? { forecast } : {}),
    evidence: judgement.evidence(headline),
    baseProbability: baseProbability(failure, facts.exposure, odds.horizon),
    threshold: record.threshold,
    model: MODELS[tier],
  };
}

export function describeTrust({ share, silent }: DataTrust): Pick<Prediction, 'dataTrust' | 'missing'> {
  return { dataTrust: share, missing: silent.slice(0, NAMED_MISSING).map(({ name }) => name) };
}

/** A first revision. Causes, actions and words are another part's to add. */
export function issuePrediction(
  entity: EntityId,
  failure: Failure,
  state: 'shadow' | 'active',
  contents: Contents,
): Prediction {
  const issuedAt = contents.updatedAt;
  return {
    id: hashId('prd_', entity, failure, `${issuedAt}`) as PredictionId,
    revision: 1,
    entity,
    failure,
    state,
    outcome: 'pending',
    issuedAt,
    hypotheses: [],
    recommendations: [],
    narrative: { by: 'template', claims: [] },
    ...contents,
  };
}
