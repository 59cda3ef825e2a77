import type { Evidence } from '@foreshock/model/evidence.ts';
import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { APPEARED, DOWN, STEADY, STOPPED, UP } from './words.ts';

type Way = 'up' | 'down' | 'new' | 'gone' | 'none';

const SAID: readonly (readonly [RegExp, Way])[] = [
  [UP, 'up'],
  [DOWN, 'down'],
  [STEADY, 'none'],
  [APPEARED, 'new'],
  [STOPPED, 'gone'],
];
/** What a fact lets one say: a line that is new rose too, one that is gone fell. */
const LETS: Readonly<Record<Way, readonly Way[]>> = {
  up: ['up', 'new'],
  down: ['down'],
  none: ['none'],
  new: ['new', 'up'],
  gone: ['gone', 'down'],
};

/** Each direction that the words say is the direction of a cited fact, and no cited fact goes another way. */
export const direction: ClaimCheck = {
  id: 'D1',
  fault: ({ claim }, { pack }) => {
    const facts = claim.evidence.flatMap((id) => pack.facts.get(id) ?? []);
    const words = wordsOf(claim.text);
    const said = SAID.filter(([pattern]) => pattern.test(words)).map(([, way]) => way);
    if (facts.length === 0) return undefined;
    if (said.length === 0) {
      const isMoved = facts.some(({ fact }) => fact.kind === 'metric' || fact.kind === 'trace' || fact.kind === 'log');
      // A word that we do not know could say the opposite.
      return claim.type === 'change' && isMoved ? 'a change says rose, fell, appeared or stopped' : undefined;
    }
    const allowed = facts.map(({ fact }) => LETS[wayOf(fact)]);
    for (const way of said) {
      if (!allowed.some((ways) => ways.includes(way)))
        return `the cited facts went ${facts.map(({ id, fact }) => `${id} ${wayOf(fact)}`).join(', ')}`;
    }
    const strayed = facts.find((_, at) => !allowed[at]!.some((way) => said.includes(way)));
    const isTold =
      strayed && (strayed.fact.kind === 'metric' || strayed.fact.kind === 'trace' || strayed.fact.kind === 'log');
    return isTold ? `${strayed.id} went ${wayOf(strayed.fact)}` : undefined;
  },
};

/** By its numbers where it has two, else as it was found. */
export function wayOf({ direction: found, observed, expected }: Evidence): Way {
  if (found === 'new' || found === 'gone' || observed === undefined || expected === undefined) return found;
  return observed === expected ? 'none' : observed > expected ? 'up' : 'down';
}
