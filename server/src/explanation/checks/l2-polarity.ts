import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { NEGATION } from './words.ts';

/** The text denies exactly where the claim says that it does. */
export const polarity: ClaimCheck = {
  id: 'L2',
  fault: ({ claim }) => {
    if (claim.type === 'hedge') return undefined;
    const denies = NEGATION.test(wordsOf(claim.text));
    return denies === (claim.polarity === 'denies') ? undefined : 'text and polarity do not say the same';
  },
};
