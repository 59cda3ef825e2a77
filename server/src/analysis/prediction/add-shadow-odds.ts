import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { DATA_TRUST_FLOOR } from '@foreshock/model/data-trust.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { HOUR } from '@foreshock/model/time.ts';
import { binLogits } from './hazard/hazard-features.ts';
import { askHazard, learnDecided } from './hazard/shadow-hazard.ts';
import { HORIZONS } from './horizons.ts';
import type { Judgement } from './judge-candidate.ts';
import type { FailureOnset } from './label-failures.ts';
import type { PredictionInput } from './prediction-input.ts';
import type { PredictionState } from './prediction-state.ts';
import { actedAsTold } from './told-calls.ts';
import type { Candidate } from './track-resources.ts';
import { askTrees, followTrees } from './trees/shadow-trees.ts';

export interface ShadowedMinute {
  readonly input: PredictionInput;
  readonly onsets: readonly FailureOnset[];
  readonly candidates: ReadonlyMap<string, Candidate>;
  /** What precursors alone say, by entity and failure. */
  readonly precursors: ReadonlyMap<string, Judgement>;
  readonly anomaliesOf: ReadonlyMap<EntityId, readonly Anomaly[]>;
}

const AN_HOUR = HORIZONS.indexOf(HOUR);

/** Gives every judgement what hazard, trees and stack say beside it; they learn first from what this minute decided. */
export function addShadowOdds(
  state: PredictionState,
  judgements: Map<string, Judgement>,
  { input, onsets, candidates, precursors, anomaliesOf }: ShadowedMinute,
): void {
  const { now, frame, dataTrust } = input;
  const isBlind = dataTrust.share < DATA_TRUST_FLOOR;
  const actedAt = actedAsTold(state.actedAt, state.told);
  const taught = learnDecided(state.hazard, { now, isBlind, frame, onsets, actedAt, drilledAt: state.drilledAt });
  followTrees(state.trees, { now, taught, onsets });
  for (const [key, judgement] of judgements) {
    const { entity, failure, tier, stacked } = judgement;
    const precursor = precursors.get(key)?.stacked;
    const question = {
      entity,
      failure,
      tier,
      stacked,
      candidate: candidates.get(key),
      precursor,
      exposure: state.learnt.exposure.get(failure),
      frame,
      anomaliesOf,
      now,
    };
    const inShadow = askHazard(state.hazard, question, (facts) =>
      askTrees(state.trees, failure, key, {
        ...facts,
        judged: tier === 'precursor' ? undefined : binLogits(stacked),
        precursor: precursor?.[AN_HOUR],
      }),
    );
    judgements.set(key, { ...judgement, inShadow });
  }
}
