import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';

const MOST_CHARACTERS = 300;

/** Words, commas and the like: no link, no markup, no code. */
export const plainText: ClaimCheck = {
  id: 'J2',
  fault: ({ claim }) => {
    const words = wordsOf(claim.text);
    if (claim.text.trim() === '' || claim.text.length > MOST_CHARACTERS)
      return `a text has 1 to ${MOST_CHARACTERS} characters`;
    if (/https?:|www\.|\/\/|mailto:|\b[\w-]+\.(?:com|net|org|io|dev|example)\b/i.test(words)) return 'it holds a link';
    return /^[\p{Script=Latin}\p{N}\s.,;:()'’"/%–-]*$/u.test(words)
      ? undefined
      : 'it holds characters that prose does not need';
  },
};
