import { slotsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';

/** Every id is one of the pack: a fact or forecast that is cited, an entity that is spoken of, a slot. */
export const idsExist: ClaimCheck = {
  id: 'R1',
  fault: ({ claim }, { pack }) => {
    const cited = claim.evidence.filter((id) => !pack.facts.has(id) && !pack.forecasts.has(id));
    const named = [claim.subject, claim.object].filter((id) => id !== null && !pack.entities.has(id));
    const slots = slotsOf(claim.text).filter(
      ({ id }) => !pack.facts.has(id) && !pack.forecasts.has(id) && !pack.entities.has(id),
    );
    return cited.length + named.length + slots.length > 0
      ? 'it names an id that the evidence does not have'
      : undefined;
  },
};
