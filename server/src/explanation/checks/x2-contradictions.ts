import { claimsOf } from '../answer/answer.ts';
import { wordsOf } from '../answer/slots.ts';
import type { AnswerCheck } from './check.ts';
import { DOWN, UP } from './words.ts';

/** Two claims that say opposite things of one fact are both not told. */
export const noContradictions: AnswerCheck = {
  id: 'X2',
  faults: ({ answer }) => {
    const claims = claimsOf(answer).filter(({ claim }) => claim.type !== 'hedge');
    const faults = [];
    for (const [at, { index, claim }] of claims.entries()) {
      for (const other of claims.slice(at + 1)) {
        const isSame =
          claim.subject === other.claim.subject &&
          claim.object === other.claim.object &&
          claim.type === other.claim.type &&
          claim.evidence.some((id) => other.claim.evidence.includes(id));
        const ways = [claim, other.claim].map(
          ({ text }) => (UP.test(wordsOf(text)) ? 1 : 0) - (DOWN.test(wordsOf(text)) ? 1 : 0),
        );
        const isOpposite = claim.polarity !== other.claim.polarity || ways[0]! * ways[1]! < 0;
        if (isSame && isOpposite)
          faults.push({
            part: { claims: [index, other.index] },
            why: `claims ${index} and ${other.index} say opposite things`,
          });
      }
    }
    return faults;
  },
};
