import { wordsOf } from '../answer/slots.ts';
import type { AnswerCheck, ClaimCheck } from './check.ts';
import { COMMAND } from './words.ts';

/** An action is one that code proposed for this target, and is named once. */
export const actionsOfCatalogue: AnswerCheck = {
  id: 'K1',
  faults: ({ answer, pack }) =>
    answer.actions.flatMap(({ action, target }, at) => {
      const isSame = (one: { readonly action: string; readonly target: string }): boolean =>
        one.action === action && one.target === target;
      const part = { action: at };
      if (!pack.actions.some(isSame)) return [{ part, why: 'the catalogue does not propose it here' }];
      return answer.actions.findIndex(isSame) < at ? [{ part, why: 'it is named twice' }] : [];
    }),
};

/** No sentence tells what to run: actions have their own place, and their words are ours. */
export const noCommands: ClaimCheck = {
  id: 'K1',
  fault: ({ claim }) => (COMMAND.test(wordsOf(claim.text)) ? 'it tells what to run' : undefined),
};
