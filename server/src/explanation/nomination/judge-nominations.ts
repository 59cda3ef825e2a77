// A model names windows by ids and says one word of each: nothing that it writes is ever shown, so that no text of
// telemetry can speak through it.
import type { ClaimVerdict } from '@foreshock/model/model-call.ts';
import type { JudgedAnswer } from '@foreshock/model/model-question.ts';
import { type Confirmation, type Nomination, nominationSays } from '@foreshock/model/nomination.ts';
import type { TimeRange } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { parseFencedJson } from '../../base/parse-fenced-json.ts';
import { confirmNomination } from './confirm-nomination.ts';
import type { CountedTemplate, NominationPack } from './nomination-pack.ts';

const Nominations = z.strictObject({
  nominations: z.array(z.strictObject({ template: z.string(), window: z.string(), says: z.enum(nominationSays) })),
});

export const nominationSchema: object = z.toJSONSchema(Nominations, { target: 'draft-7' });

/** A person reads no more in an hour. */
const MOST = 5;

export interface JudgedNomination {
  readonly counted: CountedTemplate;
  readonly window: TimeRange;
  readonly says: Nomination['says'];
  readonly confirmation: Confirmation;
}

/** Without a value when it is not of the form asked for (J1). What names nothing that was shown, or the same again (R1), is no nomination. */
export function judgeNominations(text: string, pack: NominationPack): JudgedAnswer<readonly JudgedNomination[]> {
  const parsed = Nominations.safeParse(parseFencedJson(text));
  if (!parsed.success || parsed.data.nominations.length > MOST)
    return { verdicts: [verdict('the answer', { check: 'J1', why: 'it has not the form asked for' })] };
  const value: JudgedNomination[] = [];
  const verdicts: ClaimVerdict[] = [];
  const named = new Set<string>();
  for (const { template, window, says } of parsed.data.nominations) {
    const counted = pack.templates.get(template);
    const range = pack.windows.get(window);
    const key = `${template} ${window}`;
    if (!counted || !range || named.has(key)) {
      verdicts.push(verdict('a window', { check: 'R1', why: 'it was not shown, or is named twice' }));
      continue;
    }
    named.add(key);
    const place = {
      at: [...pack.windows.keys()].indexOf(window),
      tried: pack.templates.size * pack.windows.size,
      since: pack.since,
    };
    const confirmation = confirmNomination(says, counted.counts, place);
    value.push({ counted, window: range, says, confirmation });
    const why = `${confirmation.observed} lines where ${confirmation.usual?.toPrecision(3) ?? 'no count'} is usual`;
    verdicts.push(verdict(`${key} ${says}`, confirmation.isConfirmed ? undefined : { check: 'U1', why }));
  }
  return { value, verdicts };
}

function verdict(text: string, fault: ClaimVerdict['faults'][number] | undefined): ClaimVerdict {
  return { text, place: 'answer', verdict: fault ? 'dropped' : 'verified', faults: fault ? [fault] : [] };
}
