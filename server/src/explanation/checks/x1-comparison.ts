import { slotsOf } from '../answer/slots.ts';
import { writtenFigures } from '../answer/written-figures.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';
import type { ClaimCheck } from './check.ts';

const HIGHER = /\b(?:higher|greater|more|larger) than\b|\babove\b|\bexceed(?:s|ed)?\b/i;
const LOWER = /\b(?:lower|less|fewer|smaller) than\b|\bbelow\b/i;

/** Two values that are compared stand in this relation (whether facts give one that was written, N2 says); "than" alone, without both slots, compares with nothing that can be seen. */
export const comparison: ClaimCheck = {
  id: 'X1',
  fault: ({ claim }, { pack, figures }) => {
    const higher = HIGHER.exec(claim.text);
    const word = higher ?? LOWER.exec(claim.text);
    if (!word) return claim.type === 'comparison' ? 'a comparison says higher or lower than' : undefined;
    const valuesIn = figures === 'slots' ? slotValues : writtenFigures;
    const left = valuesIn(claim.text.slice(0, word.index), pack).at(-1);
    const right = valuesIn(claim.text.slice(word.index), pack)[0];
    if (!left || !right || left.kind !== right.kind) return 'a comparison has a value on each side';
    return (higher ? left.value > right.value : left.value < right.value)
      ? undefined
      : 'the values stand the other way';
  },
};

interface Compared {
  readonly kind: string;
  readonly value: number;
}

function slotValues(text: string, { facts }: EvidencePack): Compared[] {
  return slotsOf(text).flatMap(({ id, field }) => {
    const fact = field === 'observed' || field === 'expected' ? facts.get(id)?.fact : undefined;
    const value = fact?.[field as 'observed' | 'expected'];
    return value === undefined ? [] : [{ kind: '', value }];
  });
}
