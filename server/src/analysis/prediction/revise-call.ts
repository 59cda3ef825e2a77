import type { Prediction } from '@foreshock/model/prediction.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { type Judgement, tightened } from './judge-candidate.ts';
import type { PredictionMarks } from './prediction-input.ts';
import { advanceCall, type CallFacts, type OpenCall } from './resolve-predictions.ts';
import { describeJudgement, type WritingFacts } from './write-prediction.ts';

/** A revision is worth telling when the odds moved by this much, or by a little after five minutes. */
const MOVED = 0.05;
const MOVED_A_LITTLE = 0.01;
const TOLD_EVERY = 5 * MINUTE;

export interface RevisedCall {
  readonly call: OpenCall;
  /** The prediction changed in odds, state, outcome or marks. */
  readonly changed: boolean;
}

/**
 * The call one minute on. Frozen, withdrawn and closed ones keep the odds that they had.
 *
 * judgement   of its entity and failure; absent when nothing is worth asking or nothing reported
 * headline    index of its first horizon
 */
export function reviseCall(
  call: OpenCall,
  judgement: Judgement | undefined,
  headline: number,
  facts: CallFacts,
  writing: WritingFacts,
  marks: PredictionMarks | undefined,
): RevisedCall {
  const advanced = advanceCall(call, facts);
  const before = call.prediction;
  const standing = advanced.state === 'active' || advanced.state === 'shadow';
  const told = judgement && standing && isWorthTelling(before, judgement.curve[headline]!, call.told, facts.now);
  const marked = applyMarks(before, marks);
  const stateChanged = advanced.state !== before.state || advanced.outcome !== before.outcome;
  if (!told && !stateChanged && marked === before) return { call: advanced.call, changed: false };
  const closed = advanced.state === 'closed';
  const prediction: Prediction = {
    ...marked,
    ...(told
      ? describeJudgement(judgement, tightened(judgement, headline, facts.threshold), {
          ...writing,
          toldInPercent: before.odds.display === 'percent',
        })
      : { updatedAt: facts.now }),
    revision: before.revision + 1,
    state: advanced.state,
    outcome: advanced.outcome,
    ...(closed ? { closedAt: facts.now } : {}),
    ...(closed && facts.onset !== undefined ? { onsetAt: facts.onset } : {}),
  };
  const probability = told ? judgement.curve[headline]! : call.told;
  return { call: { ...advanced.call, prediction, told: probability }, changed: true };
}

function isWorthTelling(before: Prediction, probability: number, told: number, now: number): boolean {
  const moved = Math.abs(probability - told);
  return moved >= MOVED || (moved >= MOVED_A_LITTLE && now - before.updatedAt >= TOLD_EVERY);
}

function applyMarks(prediction: Prediction, marks: PredictionMarks | undefined): Prediction {
  const acknowledged = marks?.acknowledged.findLast((mark) => mark.prediction === prediction.id);
  if (!acknowledged) return prediction;
  return { ...prediction, acknowledgedBy: acknowledged.by, acknowledgedAt: acknowledged.at };
}
