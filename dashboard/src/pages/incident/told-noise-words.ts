import type { IncidentView } from '../../answer-shapes.ts';
import { countWords, shortName } from '../../words/name-words.ts';

type ToldNoise = Pick<IncidentView['toldNoise'][number], 'measure' | 'times' | 'weight'> & {
  readonly entity: { readonly name: string };
};

const weights: ReadonlyMap<number, string> = new Map([
  [2, 'half'],
  [3, 'a third'],
  [4, 'a quarter'],
]);

/** `cart, request errors: weighs half in opening an incident, told noise 3 times and never real:` */
export function toldNoiseWords({ entity, measure, times, weight }: ToldNoise): string {
  const share = weights.get(Math.round(1 / weight)) ?? 'less';
  return `${shortName(entity.name)}, ${measure}: weighs ${share} in opening an incident, told noise ${countWords(times, 'time')} and never real:`;
}
