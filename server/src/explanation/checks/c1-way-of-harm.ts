import { slotsOf } from '../answer/slots.ts';
import { wayOfHarm } from '../pack/harms-of.ts';
import type { ClaimCheck } from './check.ts';
import { CAUSE_FIRST, EFFECT_FIRST } from './words.ts';

/** Harm can go from subject to object: callee to caller, node to pod. The text names them in the order of its causal word. */
export const causeReaches: ClaimCheck = {
  id: 'C1',
  fault: ({ claim }, { pack }) => {
    if (claim.type !== 'cause' || claim.polarity === 'denies') return undefined;
    const { subject, object } = claim;
    if (subject === null || object === null) return 'a cause has a subject and an object';
    if (subject === object) return undefined;
    if (!wayOfHarm(pack.harms, subject, object)) return `harm has no way from ${subject} to ${object}`;
    const connective = EFFECT_FIRST.exec(claim.text) ?? CAUSE_FIRST.exec(claim.text);
    if (!connective) return 'a cause says so in a causal word';
    const before = slotsOf(claim.text.slice(0, connective.index)).map(({ id }) => entityOf(id));
    const after = slotsOf(claim.text.slice(connective.index)).map(({ id }) => entityOf(id));
    const [causes, effects] = EFFECT_FIRST.test(claim.text) ? [after, before] : [before, after];
    return causes.includes(object) || effects.includes(subject) || !causes.includes(subject)
      ? `the text does not name ${subject} as the cause of ${object}`
      : undefined;

    function entityOf(id: string): string {
      return pack.facts.get(id)?.entity ?? id;
    }
  },
};
