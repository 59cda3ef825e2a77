import { bootstrap } from '../measured/bootstrap.ts';
import { type EntityForecasts, shareThatCame } from './entity-forecasts.ts';
import { addErrors, sumsByUnit } from './unit-sums.ts';

/** Forecasts of one entity; trees and hazard have one probability for each of them. */
export interface TreesForecasts {
  readonly forecasts: EntityForecasts;
  readonly trees: Float64Array;
  readonly hazard: Float64Array;
}

/**
 * Brier skill of trees against each entity's share in the training part, the rate so far and the hazard, with 95 % over
 * weeks. Sentences and not rows: they are in shadow, and nothing hangs on them.
 */
export function describeTrees(
  name: string,
  said: readonly TreesForecasts[],
  train: readonly EntityForecasts[],
): string[] {
  const bases = new Map(train.map((one) => [one.entity, shareThatCame(one)]));
  const units = (probabilities: (one: TreesForecasts) => Float64Array, online: (one: TreesForecasts) => Float64Array) =>
    sumsByUnit(
      said.map((one) => ({
        forecasts: { ...one.forecasts, probabilities: probabilities(one), online: online(one) },
        base: bases.get(one.forecasts.entity)!,
      })),
      false,
    ).map(({ errors }) => errors);
  const line = (what: string, errors: ReturnType<typeof units>, reference: 'base' | 'online'): string => {
    const skillOf = (sample: typeof errors): number => {
      const sums = addErrors(sample);
      return 1 - sums.ours / sums[reference];
    };
    const { low, high } = bootstrap([...errors.keys()], (sample) => skillOf(sample.map((i) => errors[i]!)));
    return `${name}: ${what} ${skillOf(errors).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
  };
  const trees = ({ trees: own }: TreesForecasts): Float64Array => own;
  const rate = ({ forecasts }: TreesForecasts): Float64Array => forecasts.online;
  const hazard = ({ hazard: own }: TreesForecasts): Float64Array => own;
  return [
    line('Brier skill', units(trees, rate), 'base'),
    line('over the rate so far', units(trees, rate), 'online'),
    line('over the hazard', units(trees, hazard), 'online'),
    line('Brier skill of the rate so far', units(rate, rate), 'base'),
    line('Brier skill of the hazard', units(hazard, rate), 'base'),
  ];
}
