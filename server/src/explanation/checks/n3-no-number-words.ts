import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { NUMBER_WORD } from './words.ts';

/** Counts and multiples in words would be figures that nobody filled in. */
export const noNumberWords: ClaimCheck = {
  id: 'N3',
  fault: ({ claim }) =>
    NUMBER_WORD.test(wordsOf(claim.text)) ? 'it writes a count or a multiple in words' : undefined,
};
