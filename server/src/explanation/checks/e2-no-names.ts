import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';

const ORDINARY =
  /^(?:user-facing|time-?outs?|read-only|long-running|out-of-memory|re-?tr(?:y|ies)|non-zero|round-trip|back-pressure|and\/or|read\/write)$/i;
const LOOKS_LIKE_A_NAME = /[a-z0-9][-/_.:][a-z0-9]|[a-z][A-Z]|^[a-z0-9]*[0-9a-f]{8,}$/;
const KNOWN_CAPITALS =
  /^(?:CPU|HTTP|TLS|SQL|DNS|TCP|API|OOM|I\/O|IO|GC|Kubernetes|Linux|Postgres|PostgreSQL|Kafka|Redis|UTC|SLO|[45]xx)$/;
/** `74.3`, `MiB`, `74.3MiB`. */
const FIGURE_OR_UNIT = /^(?:-?\d[\d.,]*)?(?:[KMGT]i?B|B)?$/;

/** A token that looks like a name stands in a slot or nowhere. */
export const noNames: ClaimCheck = {
  id: 'E2',
  fault: ({ claim }, { figures }) => {
    const tokens = wordsOf(claim.text)
      .split(/\s+/)
      .map((token) => token.replace(/^[("'’]+|[)"'’.,;:]+$/g, ''));
    for (const [at, token] of tokens.filter(Boolean).entries()) {
      if (figures === 'literal' && FIGURE_OR_UNIT.test(token)) continue; // what N2 is for
      const isFirst = at === 0 && !claim.text.startsWith('{{');
      const isCapital = /^\p{Lu}/u.test(token) && !isFirst && !KNOWN_CAPITALS.test(token);
      if ((LOOKS_LIKE_A_NAME.test(token) && !ORDINARY.test(token)) || isCapital)
        return 'it writes a name; use a slot instead';
    }
    return undefined;
  },
};
