import { wordsOf } from '../answer/slots.ts';
import type { AnswerCheck, ClaimCheck } from './check.ts';
import { COMMAND } from './words.ts';

/** An action is one that code proposed for this target. */
export const actionsOfCatalogue: AnswerCheck = {
  id: 'K1',
  faults: ({ answer, pack }) =>
    answer.actions.flatMap(({ action, target }, at) =>
      pack.actions.some((known) => known.action === action && known.target === target)
        ? []
        : [{ part: { action: at }, why: 'the catalogue does not propose it here' }],
    ),
};

/** No sentence tells what to run: actions have their own place, and their words are ours. */
export const noCommands: ClaimCheck = {
  id: 'K1',
  fault: ({ claim }) => (COMMAND.test(wordsOf(claim.text)) ? 'it tells what to run' : undefined),
};
