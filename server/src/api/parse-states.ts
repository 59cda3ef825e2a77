import { failure, type Result, success } from '@foreshock/model/known-error.ts';

/** A comma separated list of known words; `undefined` when none is given. */
export function parseStates<State extends string>(
  text: string | undefined,
  known: readonly State[],
): Result<State[] | undefined> {
  if (text === undefined || text === '') return success<State[] | undefined>(undefined);
  const states: State[] = [];
  for (const word of text.split(',')) {
    const state = known.find((candidate) => candidate === word.trim());
    if (!state) return failure('input-invalid', `state has "${word}": expected some of ${known.join(', ')}`);
    states.push(state);
  }
  return success<State[] | undefined>(states);
}
