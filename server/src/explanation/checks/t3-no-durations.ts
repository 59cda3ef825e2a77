import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { DURATION } from './words.ts';

/** How long and when are figures too: words for them could not be recomputed. */
export const noDurations: ClaimCheck = {
  id: 'T3',
  fault: ({ claim }) => (DURATION.test(wordsOf(claim.text)) ? 'it writes a time or a duration in words' : undefined),
};
