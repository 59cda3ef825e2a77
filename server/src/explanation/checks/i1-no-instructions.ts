import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';
import { INSTRUCTION } from './words.ts';

const COPIED_WORDS = 8;

/** No sentence repeats an instruction or copies a line of telemetry. */
export const noInstructions: ClaimCheck = {
  id: 'I1',
  fault: ({ claim }, { pack }) => {
    const words = wordsOf(claim.text);
    if (INSTRUCTION.test(words)) return 'it speaks to its reader or of itself';
    const runs = new Set(runsOf(words));
    return pack.texts.some((text) => runsOf(text).some((run) => runs.has(run)))
      ? 'it copies a line of telemetry'
      : undefined;
  },
};

function runsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .slice(0, Math.max(0, words.length - COPIED_WORDS + 1))
    .map((_, at) => words.slice(at, at + COPIED_WORDS).join(' '));
}
