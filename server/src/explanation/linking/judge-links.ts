// A model names pairs by ids and says one word of each. Nothing that it writes is ever shown: the sentence of a relation is
// code's, and stands only where the facts bear it out.
import type { ClaimVerdict } from '@foreshock/model/model-call.ts';
import type { JudgedAnswer } from '@foreshock/model/model-question.ts';
import { linkRelations, type WordedLink } from '@foreshock/model/template-link.ts';
import { z } from 'zod';
import { parseFencedJson } from '../../base/parse-fenced-json.ts';
import { faultOfRelation } from './confirm-relation.ts';
import type { LinkPack } from './link-pack.ts';

const Links = z.strictObject({
  links: z.array(
    z.strictObject({ pair: z.string(), relation: z.enum([...linkRelations, 'unrelated']), from: z.string() }),
  ),
});

export const linkSchema: object = z.toJSONSchema(Links, { target: 'draft-7' });

export interface JudgedLinks {
  /** Relations that were named; that two have nothing to do with each other is none. */
  readonly suggested: number;
  readonly links: readonly WordedLink[];
}

/** Without a value when it is not of the form asked for (J1). What names nothing that was shown, or a pair again, is dropped (R1). */
export function judgeLinks(text: string, pack: LinkPack): JudgedAnswer<JudgedLinks> {
  const parsed = Links.safeParse(parseFencedJson(text));
  if (!parsed.success)
    return { verdicts: [verdictOf('the answer', { check: 'J1', why: 'it has not the form asked for' })] };
  const links: WordedLink[] = [];
  const verdicts: ClaimVerdict[] = [];
  const named = new Set<string>();
  let suggested = 0;
  for (const { pair: id, relation, from: fromId } of parsed.data.links) {
    if (relation !== 'unrelated') suggested += 1;
    const pair = pack.pairs.get(id);
    const from = pack.templates.get(fromId);
    const isKnown = pair && from && (from === pair.first || from === pair.second) && !named.has(id);
    if (!isKnown) {
      verdicts.push(
        verdictOf('a pair', { check: 'R1', why: 'it was not shown with this template, or is named twice' }),
      );
      continue;
    }
    named.add(id);
    const fault = relation === 'unrelated' ? undefined : faultOfRelation(relation, from, pair);
    verdicts.push(verdictOf(`${id} ${relation} ${fromId}`, fault));
    if (fault || relation === 'unrelated') continue;
    links.push({
      templates: [pair.first.template, pair.second.template],
      relation,
      from: from.template,
      isNear: pair.standing === 'near',
      facts: pair.facts,
    });
  }
  return { value: { suggested, links }, verdicts };
}

function verdictOf(text: string, fault: ClaimVerdict['faults'][number] | undefined): ClaimVerdict {
  return { text, place: 'answer', verdict: fault ? 'dropped' : 'verified', faults: fault ? [fault] : [] };
}
