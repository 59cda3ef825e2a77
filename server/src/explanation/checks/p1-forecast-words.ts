import { likelihoodWord } from '@foreshock/model/wording/odds-words.ts';
import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { CERTAIN } from './words.ts';

const WORDS =
  /\b(?:very likely|highly likely|almost certain|unlikely|likely|probable|probably|possible|possibly|perhaps)\b/gi;

/** A likelihood is that of a forecast of ours, in the word that belongs to it. */
export const forecastWords: ClaimCheck = {
  id: 'P1',
  fault: ({ claim, place, under }, { pack }) => {
    const words = wordsOf(claim.text);
    if (claim.type === 'forecast' && CERTAIN.test(words)) return 'nothing is certain';
    if (claim.type !== 'forecast')
      return place === 'prediction' ? 'what is said of a forecast is a forecast' : undefined;
    const forecast = claim.evidence.flatMap((id) => pack.forecasts.get(id) ?? [])[0];
    if (!forecast || (place === 'prediction' && under !== forecast.id)) return 'a forecast cites a forecast';
    if (claim.subject !== forecast.entity) return `${forecast.id} is about ${forecast.entity}`;
    const due = likelihoodWord(forecast.prediction.odds.probability);
    const said = [...words.matchAll(WORDS)].map(([word]) => word.toLowerCase());
    return said.length === 1 && said[0] === due ? undefined : `the word for ${forecast.id} is "${due}"`;
  },
};
