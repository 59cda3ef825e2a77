import { slotsOf, slotValue, wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';

/** Every slot has a value to show, and there are no halves of slots. */
export const slotsHaveValues: ClaimCheck = {
  id: 'R3',
  fault: ({ claim }, { pack }) => {
    if (/[{}]/.test(wordsOf(claim.text))) return 'a slot is not closed';
    const empty = slotsOf(claim.text).find((slot) => slotValue(slot, pack) === undefined);
    return empty && `{{${[empty.id, empty.field].filter(Boolean).join('.')}}} has no value`;
  },
};
