import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { BEFORE_KIND, KIND } from './words.ts';

const NAMED = new RegExp(`([a-z]+)\\s+(?:${KIND})s?\\b`, 'gi');
const SERVES = /\b(?:returns?|returned|answers?|answered|serves?|served|responds?|responded)\b/i;

/** Subject and object were there, can do what is said of them, and no other is named in plain words. */
export const knownEntities: ClaimCheck = {
  id: 'E1',
  fault: ({ claim }, { pack }) => {
    const words = wordsOf(claim.text);
    const subject = claim.subject === null ? undefined : pack.entities.get(claim.subject);
    if (subject && subject.firstSeen > pack.now) return `${claim.subject} was not there yet`;
    if (subject && ['node', 'volume'].includes(subject.kind) && SERVES.test(words))
      return `a ${subject.kind} answers no requests`;
    for (const match of words.matchAll(NAMED)) {
      if (!BEFORE_KIND.has(match[1]!.toLowerCase())) return 'it names an entity in plain words; use a slot';
    }
    return undefined;
  },
};
