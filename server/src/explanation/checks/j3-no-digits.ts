import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { NAMES_WITH_DIGITS } from './words.ts';

/** The model writes no number: a figure is a slot. Where it may write figures, N2 recomputes each. */
export const noDigits: ClaimCheck = {
  id: 'J3',
  fault: ({ claim }, { figures }) =>
    figures === 'slots' && /\p{N}/u.test(wordsOf(claim.text).replace(NAMES_WITH_DIGITS, ' '))
      ? 'it writes a figure; use a slot instead'
      : undefined,
};
