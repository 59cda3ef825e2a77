import type { EvidencePack } from '../pack/evidence-pack.ts';
import type { ClaimCheck } from './check.ts';

const SLOT = /\{\{(V\d+)\.(measure|observed|expected|onset)\}\}/g;
const REACHED =
  /(?:(?<!\b(?:compared|close|closer|back|returned|relative|contrast|next|equal)\s+)\bto|\breach(?:ed|es|ing))\s+$/i;
const LEFT = /\b(?:from|usual(?:ly)?(?:\s+(?:at|of))?|normal(?:ly)?(?:\s+(?:at|of))?|instead of|rather than)\s+$/i;

/** A value is told of the measure that it belongs to: what was expected as what was left, what was observed as what was reached. */
export const valuesInPlace: ClaimCheck = {
  id: 'R4',
  fault: ({ claim }, { pack }) => {
    const slots = [...claim.text.matchAll(SLOT)].map(({ 0: whole, 1: id = '', 2: field = '', index }) => ({
      id,
      field,
      from: index,
      to: index + whole.length,
    }));
    for (const [at, { id, field, from, to }] of slots.entries()) {
      if (field === 'measure') continue;
      const words = claim.text.slice(0, from);
      if (field === 'expected' && REACHED.test(words)) return `${id} did not reach what was expected of it`;
      if (field === 'observed' && LEFT.test(words)) return `${id} did not begin at what was observed`;
      const next = slots[at + 1];
      const isNamedNext = next?.field === 'measure' && /^\s+(?:of|for|in)\s+$/.test(claim.text.slice(to, next.from));
      const owner = isNamedNext ? next : (slots.slice(0, at).findLast((slot) => slot.field === 'measure') ?? slots[0]!);
      const isCompared = claim.type === 'comparison' && isSameMeasure(owner.id, id, pack);
      if (owner.id !== id && !isCompared) return `it gives a value of ${id} as one of ${owner.id}`;
    }
    return undefined;
  },
};

/** Of two entities or operations: those can be compared. */
function isSameMeasure(one: string, other: string, { facts }: EvidencePack): boolean {
  const [left, right] = [facts.get(one)?.fact, facts.get(other)?.fact];
  return left !== undefined && right !== undefined && left.measure === right.measure && left.unit === right.unit;
}
