import type { Prediction } from '@foreshock/model/prediction.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

/** What a prediction said at one revision: enough to show how it moved. */
export interface PredictionRevision extends Pick<Prediction, 'state' | 'outcome' | 'odds' | 'threshold' | 'dataTrust'> {
  readonly revision: number;
  readonly at: Timestamp;
  readonly lead?: Prediction['lead'];
  readonly actBy?: Timestamp;
}

export function revisionOf(prediction: Prediction): PredictionRevision {
  const { revision, updatedAt, state, outcome, odds, threshold, dataTrust, lead, actBy } = prediction;
  return {
    revision,
    at: updatedAt,
    state,
    outcome,
    odds,
    threshold,
    dataTrust,
    ...(lead && { lead }),
    ...(actBy !== undefined && { actBy }),
  };
}
