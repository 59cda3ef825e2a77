import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { NEGATION } from './words.ts';

const COVERED = 0.9;

/** What is said not to be was looked for: the cited facts are zero or gone, and hardly any data is missing. */
export const absence: ClaimCheck = {
  id: 'A1',
  fault: ({ claim }, { pack }) => {
    if (claim.type !== 'absence')
      return claim.type !== 'hedge' && claim.polarity === 'denies' && NEGATION.test(wordsOf(claim.text))
        ? denied()
        : undefined;
    if (pack.incident.dataTrust < COVERED) return 'too much data is missing to say that something is absent';
    const facts = claim.evidence.flatMap((id) => pack.facts.get(id) ?? []);
    const isAbsent = facts.length > 0 && facts.every(({ fact }) => fact.observed === 0 || fact.direction === 'gone');
    return isAbsent ? undefined : 'what is cited is there';

    /** A denial stands on evidence against: what it denies is what a hypothesis claims. */
    function denied(): string | undefined {
      const against = new Set([...pack.hypotheses.values()].flatMap((hypothesis) => hypothesis.against));
      return claim.evidence.some((id) => against.has(id)) ? undefined : 'nothing cited speaks against it';
    }
  },
};
