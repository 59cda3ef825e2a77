import { slotsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';

/** Stands right behind a value, maybe after "of": the value has its unit already. */
const UNIT =
  /^\s*(?:of\s+)?(%|percent|µs|ms|s|sec|seconds?|minutes?|hours?|[kmgt]i?b|b|bytes?|(?:kilo|mega|giga|mebi|gibi)bytes?|cores?|requests?|errors?|connections?|lines?|spans?|calls?|restarts?|threads?|messages?|files?|retries|sessions?|users?)\b/i;
const PERCENT = /^\s*%/;

/** Code writes a value with its unit; a unit or a counted noun behind it is that of the fact, or the claim says something else. */
export const unitsOfValues: ClaimCheck = {
  id: 'N1',
  fault: ({ claim }, { pack }) => {
    for (const match of claim.text.matchAll(/\{\{(V\d+)\.(?:observed|expected)\}\}/g)) {
      const rest = claim.text.slice(match.index + match[0].length);
      const unit = PERCENT.exec(rest)?.[0].trim() ?? UNIT.exec(rest)?.[1];
      if (unit === undefined) continue;
      const fact = pack.facts.get(slotsOf(match[0])[0]!.id)?.fact;
      const counted = fact && /^\{(.+?)s?\}/.exec(fact.unit)?.[1];
      if (counted === undefined || unit.toLowerCase().replace(/s$/, '') !== counted.toLowerCase())
        return `${match[1]} is written with its unit; another stands behind it`;
    }
    return undefined;
  },
};
