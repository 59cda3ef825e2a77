import {
  createDensityFilter,
  type DensityFilter,
  learnRow,
  probabilityOf,
} from '@foreshock/server/analysis/prediction/density-filter.ts';
import {
  lifetimeProbability,
  type MaturedRow,
  type RecurrenceModel,
} from '@foreshock/server/analysis/prediction/recurrence/recurrence-model.ts';

/**
 * The second reference: the rate of a stream's whole life, followed online and calibrated by the same learner, and
 * nothing else. What is better than this knows more than the level.
 */
export type RateSoFar = readonly DensityFilter[];

/** One filter for each horizon: an offset and the log odds of the lifetime's rate. */
export function createRateSoFar({ byHorizon }: RecurrenceModel): RateSoFar {
  return byHorizon.map(() => createDensityFilter([0, 1], [1, 0.15]));
}

export function rateSoFar(filters: RateSoFar, model: RecurrenceModel, key: string): number[] {
  return model.byHorizon.map(({ horizon }, bin) => {
    const probability = lifetimeProbability(model, key, horizon);
    return probabilityOf(filters[bin]!, Float64Array.of(1, Math.log(probability / (1 - probability))));
  });
}

/** The first two features of the model are the offset and the log odds of the lifetime's rate. */
export function learnRateSoFar(filters: RateSoFar, model: RecurrenceModel, rows: readonly MaturedRow[]): void {
  for (const { bin, features, came } of rows) {
    const weight = model.options.tickMs / model.byHorizon[bin]!.horizon;
    learnRow(filters[bin]!, features, came ? 1 : 0, weight);
  }
}
