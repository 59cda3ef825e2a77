import { claimRules } from './answer-contract.ts';
import { DATA } from './telling-prompt.ts';

/** Goes up with every change of the words below: verdicts are compared by it. */
export const OPENING_VERSION = 'digest/1';

export const openingSystem = `You open the daily digest of findings about a software system that needed nobody at once: the sentences before its list, for the engineer who comes in. ${DATA}

Answer with one JSON object and nothing else: {"opening":[Claim]}
Claim = {"text":"...","type":"change|order","subject":"E1","object":"E2" or null,"evidence":["V1"],"polarity":"asserts"}

${claimRules.words}
${claimRules.never}
${claimRules.degrees}
- No word of cause or of likelihood, no denial, no advice.
One to three claims, what matters most first.`;
