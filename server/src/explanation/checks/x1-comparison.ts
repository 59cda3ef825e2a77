import { slotsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';

const HIGHER = /\b(?:higher|greater|more|larger) than\b|\babove\b|\bexceed(?:s|ed)?\b/i;
const LOWER = /\b(?:lower|less|fewer|smaller) than\b|\bbelow\b/i;

/** Two values that are compared stand in this relation; "than" alone, without both slots, compares with nothing that can be seen. */
export const comparison: ClaimCheck = {
  id: 'X1',
  fault: ({ claim }, { pack }) => {
    const higher = HIGHER.exec(claim.text);
    const word = higher ?? LOWER.exec(claim.text);
    if (!word) return claim.type === 'comparison' ? 'a comparison says higher or lower than' : undefined;
    const value = (text: string, last: boolean): number | undefined => {
      const slots = slotsOf(text).filter(({ field }) => field === 'observed' || field === 'expected');
      const slot = last ? slots.at(-1) : slots[0];
      const fact = slot && pack.facts.get(slot.id)?.fact;
      return slot && fact ? fact[slot.field as 'observed' | 'expected'] : undefined;
    };
    const left = value(claim.text.slice(0, word.index), true);
    const right = value(claim.text.slice(word.index), false);
    if (left === undefined || right === undefined) return 'a comparison has a value on each side';
    return (higher ? left > right : left < right) ? undefined : 'the values stand the other way';
  },
};
