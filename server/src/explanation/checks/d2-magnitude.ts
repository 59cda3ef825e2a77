import { wordsOf } from '../answer/slots.ts';
import type { PackFact } from '../pack/evidence-pack.ts';
import type { ClaimCheck } from './check.ts';
import { GRADUAL, GREATLY, MULTIPLES, SLIGHTLY, SPIKE } from './words.ts';

/** Below it a change is slight. */
const SLIGHT = 0.2;
/** From here on one may speak of a great change. */
const GREAT = 0.5;
const SPIKE_SURPRISE = 4;

/** How much it is said to be is how much it is: "doubled" is 1.7 to 2.5 times, "slightly" under 20 %. */
export const magnitude: ClaimCheck = {
  id: 'D2',
  fault: ({ claim }, { pack }) => {
    const words = wordsOf(claim.text);
    if (GRADUAL.test(words)) return 'how steadily it went was not measured';
    const facts = claim.evidence.flatMap((id) => pack.facts.get(id) ?? []);
    const multiple = MULTIPLES.find(({ word }) => word.test(words));
    const said = multiple ?? (SLIGHTLY.test(words) || GREATLY.test(words) || SPIKE.test(words) ? 'much' : undefined);
    if (said === undefined) return undefined;
    if (facts.length === 0) return 'it says how much and cites no fact';
    for (const fact of facts) {
      const times = ratioOf(fact);
      if (times === undefined && (multiple || SLIGHTLY.test(words))) return `${fact.id} has no value to compare with`;
      if (times !== undefined) {
        const share = Math.abs(times - 1);
        const shown = `${fact.id} is ${Number(times.toPrecision(3))} times what was expected`;
        if (multiple && (times < multiple.from || times > multiple.to)) return shown;
        if (SLIGHTLY.test(words) && share >= SLIGHT) return shown;
        if (GREATLY.test(words) && share < GREAT) return shown;
      }
      if (SPIKE.test(words) && fact.fact.surprise < SPIKE_SURPRISE) return `${fact.id} is no spike`;
    }
    return undefined;
  },
};

function ratioOf({ fact: { observed, expected } }: PackFact): number | undefined {
  return observed === undefined || expected === undefined || expected === 0 ? undefined : observed / expected;
}
