import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';

/** Redaction finds nothing in the words, which is how it is with words. */
export const noSecrets: ClaimCheck = {
  id: 'S1',
  fault: ({ claim }, { redact }) => {
    const words = wordsOf(claim.text);
    return redact(words) === words ? undefined : 'it holds a secret or personal data';
  },
};
