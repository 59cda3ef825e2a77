import type { Figures } from '../checks/check.ts';
import { claimRules, versionFor } from './answer-contract.ts';
import { DATA } from './telling-prompt.ts';

/** Goes up with every change of the words below: verdicts are compared by it. */
const OPENING_VERSION = 'digest/1';

export const openingVersion = (figures: Figures): string => versionFor(OPENING_VERSION, figures);

export function openingSystem(figures: Figures): string {
  const rules = claimRules(figures);
  return `You open the daily digest of findings about a software system that needed nobody at once: the sentences before its list, for the engineer who comes in. ${DATA}

Answer with one JSON object and nothing else: {"opening":[Claim]}
Claim = {"text":"...","type":"change|order","subject":"E1","object":"E2" or null,"evidence":["V1"],"polarity":"asserts"}

${rules.words}
${rules.never}
${rules.degrees}
- No word of cause or of likelihood, no denial, no advice.
One to three claims, what matters most first.`;
}
