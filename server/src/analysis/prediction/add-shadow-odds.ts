import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { DATA_TRUST_FLOOR } from '@foreshock/model/data-trust.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { askHazard, learnDecided } from './hazard/shadow-hazard.ts';
import type { Judgement } from './judge-candidate.ts';
import type { FailureOnset } from './label-failures.ts';
import type { PredictionInput } from './prediction-input.ts';
import type { PredictionState } from './prediction-state.ts';
import { actedAsTold } from './told-calls.ts';
import type { Candidate } from './track-resources.ts';

export interface ShadowedMinute {
  readonly input: PredictionInput;
  readonly onsets: readonly FailureOnset[];
  readonly candidates: ReadonlyMap<string, Candidate>;
  /** What precursors alone say, by entity and failure. */
  readonly precursors: ReadonlyMap<string, Judgement>;
  readonly anomaliesOf: ReadonlyMap<EntityId, readonly Anomaly[]>;
}

/** Gives every judgement what the hazard and the stack say beside it; learns first from what this minute decided. */
export function addShadowOdds(
  state: PredictionState,
  judgements: Map<string, Judgement>,
  { input, onsets, candidates, precursors, anomaliesOf }: ShadowedMinute,
): void {
  const { now, frame, dataTrust } = input;
  const isBlind = dataTrust.share < DATA_TRUST_FLOOR;
  learnDecided(state.hazard, { now, isBlind, frame, onsets, actedAt: actedAsTold(state.actedAt, state.told) });
  for (const [key, judgement] of judgements) {
    const { entity, failure, tier, stacked } = judgement;
    const inShadow = askHazard(state.hazard, {
      entity,
      failure,
      tier,
      stacked,
      candidate: candidates.get(key),
      precursor: precursors.get(key)?.stacked,
      exposure: state.learnt.exposure.get(failure),
      frame,
      anomaliesOf,
      now,
    });
    judgements.set(key, { ...judgement, inShadow });
  }
}
