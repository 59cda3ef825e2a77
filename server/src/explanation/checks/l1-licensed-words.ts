import { slotsOf, wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { AFTER, BEFORE, isCausal, LIKELIHOOD, NEGATION, QUANTIFIER } from './words.ts';

/** A word that claims something stands only in a claim of that type, where it is checked. */
export const licensedWords: ClaimCheck = {
  id: 'L1',
  fault: ({ claim }) => {
    const words = wordsOf(claim.text);
    const { type } = claim;
    if (isCausal(words) && type !== 'cause') return 'a causal word stands only in a cause';
    if (type === 'cause' && !isCausal(words)) return 'a cause says so in a causal word';
    if (LIKELIHOOD.test(words) && type !== 'forecast' && type !== 'hedge')
      return 'a word of likelihood stands only in a forecast';
    if (NEGATION.test(words) && type !== 'absence' && claim.polarity !== 'denies' && type !== 'hedge')
      return 'a negation stands only in an absence or a denial';
    if ((BEFORE.test(words) || AFTER.test(words)) && type !== 'order' && type !== 'cause')
      return 'a word of order stands only in an order or a cause';
    if (type === 'hedge' && (slotsOf(claim.text).length > 0 || isCausal(words) || QUANTIFIER.test(words)))
      return 'a hedge has no slot, causal word or quantifier';
    return undefined;
  },
};
