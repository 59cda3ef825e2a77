import { wayOfHarm } from '../pack/harms-of.ts';
import type { ClaimCheck } from './check.ts';

/** A cause is asserted only where something was found at its beginning, and along at least one step to its effect. */
export const wayHasFindings: ClaimCheck = {
  id: 'C2',
  fault: ({ claim }, { pack }) => {
    if (claim.type !== 'cause' || claim.polarity === 'denies' || claim.subject === null || claim.object === null)
      return undefined;
    const way = wayOfHarm(pack.harms, claim.subject, claim.object);
    if (!way) return undefined; // what C1 is for
    const found = new Set([...pack.facts.values()].map(({ entity }) => entity));
    const missing = [claim.subject, claim.object].find((id) => !found.has(id));
    return missing && `nothing was found on ${missing}`;
  },
};
