import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';

/** Some of these stand in every English sentence. */
const FUNCTION_WORDS =
  /\b(?:the|a|an|of|to|on|in|at|is|was|are|were|and|its|that|than|with|from|by|for|it|before|after|rose|fell|appeared|has|have|be|been)\b/i;

/** The words of our checks are English; a sentence in another language, or with hidden characters, cannot be checked. */
export const english: ClaimCheck = {
  id: 'I2',
  fault: ({ claim }) => {
    if (/[\p{Cc}\p{Cf}\p{Co}]/u.test(claim.text)) return 'it holds hidden characters';
    const words = wordsOf(claim.text);
    const isForeign =
      /[^\p{ASCII}’–]/u.test(words) || (words.trim().split(/\s+/).length >= 4 && !FUNCTION_WORDS.test(words));
    return isForeign ? 'it is not in English' : undefined;
  },
};
