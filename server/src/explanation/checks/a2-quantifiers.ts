import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { QUANTIFIER } from './words.ts';

/** "All" and "only" speak of a set that no claim names, so nothing can be recomputed: they are not told. */
export const noQuantifiers: ClaimCheck = {
  id: 'A2',
  fault: ({ claim }) =>
    QUANTIFIER.test(wordsOf(claim.text)) ? 'it says all, only or the like of a set that it does not name' : undefined,
};
