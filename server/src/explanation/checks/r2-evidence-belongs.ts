import { slotsOf } from '../answer/slots.ts';
import { wayOfHarm } from '../pack/harms-of.ts';
import type { ClaimCheck } from './check.ts';

/** What is cited is about the subject, the object or the way between them; the text speaks of nothing else. */
export const evidenceBelongs: ClaimCheck = {
  id: 'R2',
  fault: ({ claim }, { pack }) => {
    if (claim.type === 'hedge' && claim.evidence.length === 0) return undefined;
    if (claim.evidence.length === 0) return 'it cites no evidence';
    const { subject, object } = claim;
    const own = [subject, object].filter((id) => id !== null);
    if (own.length === 0) return 'it has no subject';
    const way =
      subject !== null && object !== null
        ? [...(wayOfHarm(pack.harms, subject, object) ?? []), ...(wayOfHarm(pack.harms, object, subject) ?? [])]
        : [];
    const about = new Set([...own, ...way]);
    for (const id of claim.evidence) {
      const entity = pack.facts.get(id)?.entity ?? pack.forecasts.get(id)?.entity;
      if (entity !== undefined && !about.has(entity)) return `${id} is about ${entity}, not about ${own.join(' or ')}`;
    }
    for (const { id } of slotsOf(claim.text)) {
      if (pack.entities.has(id) && !own.includes(id))
        return `the text speaks of ${id}, which is neither subject nor object`;
      if (!pack.entities.has(id) && !claim.evidence.includes(id)) return `the text uses ${id} without citing it`;
    }
    const isSpokenOf = claim.evidence.some(
      (id) => (pack.facts.get(id)?.entity ?? pack.forecasts.get(id)?.entity) === subject,
    );
    return subject !== null && !isSpokenOf && claim.type !== 'impact'
      ? `nothing cited is about the subject ${subject}`
      : undefined;
  },
};
