import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { wordsOf } from '../answer/slots.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';
import type { ClaimCheck } from './check.ts';
import { AFTER, BEFORE } from './words.ts';

/** A minute that clocks and exports may be apart, and the minute that things are counted in. */
const GRACE_MS = 2 * MINUTE;

/** An order is that of the onsets; a cause did not begin after its effect. */
export const order: ClaimCheck = {
  id: 'T1',
  fault: ({ claim }, { pack }) => {
    const { subject, object } = claim;
    const words = wordsOf(claim.text);
    const saysBefore = BEFORE.test(words);
    const saysAfter = AFTER.test(words);
    if (claim.type !== 'order' && claim.type !== 'cause' && !saysBefore && !saysAfter) return undefined;
    if (subject === null || object === null || subject === object) {
      return claim.type === 'cause' ? undefined : 'an order needs a subject and an object';
    }
    const first = onsetOf(subject, claim.evidence, pack);
    const second = onsetOf(object, claim.evidence, pack);
    if (first === undefined || second === undefined)
      return claim.type === 'cause' && first !== undefined
        ? undefined
        : `an order cites facts about ${subject} and about ${object}`;
    if (claim.type === 'cause') return first <= second + GRACE_MS ? undefined : `${subject} began after ${object}`;
    if (saysBefore === saysAfter) return 'an order says before or after';
    if (saysBefore && first >= second) return `${subject} did not begin before ${object}`;
    return saysAfter && first <= second ? `${subject} did not begin after ${object}` : undefined;
  },
};

function onsetOf(entity: string, evidence: readonly string[], pack: EvidencePack): Timestamp | undefined {
  const onsets = evidence.flatMap((id) => {
    const fact = pack.facts.get(id);
    return fact?.entity === entity ? [fact.fact.onset] : [];
  });
  return onsets.length > 0 ? Math.min(...onsets) : undefined;
}
