import type { ClaimCheck } from './check.ts';

/** A reason for an action speaks of what the action is done to. */
export const reasonFitsAction: ClaimCheck = {
  id: 'K3',
  fault: ({ claim, place, under }, { answer }) => {
    if (place !== 'action') return undefined;
    const target = answer.actions[Number(under)]?.target;
    return claim.type !== 'hedge' && (claim.subject === target || claim.object === target)
      ? undefined
      : `it is no reason for an action on ${target}`;
  },
};
