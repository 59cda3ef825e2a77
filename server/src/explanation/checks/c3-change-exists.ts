import { HOUR } from '@foreshock/model/time.ts';
import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { CHANGE } from './words.ts';

/** A change that is spoken of is cited, happened, and as a cause within the hour before. */
export const changeExists: ClaimCheck = {
  id: 'C3',
  fault: ({ claim }, { pack }) => {
    if (!CHANGE.test(wordsOf(claim.text))) return undefined;
    const cited = claim.evidence.flatMap((id) => pack.facts.get(id)?.fact ?? []);
    const change = cited.find(({ kind }) => kind === 'change');
    if (!change) return 'it speaks of a change and cites none';
    const effects = cited.filter(({ kind }) => kind !== 'change');
    const late = effects.find(({ onset }) => onset - change.onset > HOUR || change.onset > onset);
    return claim.type === 'cause' && late ? 'the change is not within the hour before' : undefined;
  },
};
