// The claims of an opening are held against the facts as those of a story are, by the same checks. It is told whole or not
// at all: nobody asks for a repair, and no sentence of a digest is one that code could not check.
import type { Claim } from '@foreshock/model/claim.ts';
import type { JudgedAnswer } from '@foreshock/model/model-question.ts';
import { z } from 'zod';
import { parseFencedJson } from '../../base/parse-fenced-json.ts';
import { AnswerClaim } from '../answer/answer.ts';
import { publishedClaim } from '../answer/publish-claims.ts';
import type { Figures } from '../checks/check.ts';
import { checkAnswer } from '../checks/check-answer.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';
import { verdictOf } from '../tell-story.ts';

/** Odds are left to the list: they are revised until the digest leaves. */
const OpeningClaim = AnswerClaim.extend({
  type: z.enum(['change', 'order']),
  polarity: z.literal('asserts'),
});

const Opening = z.strictObject({ opening: z.array(OpeningClaim) });

export const openingSchema: object = z.toJSONSchema(Opening, { target: 'draft-7' });

const MOST_SENTENCES = 3;

/** Without a value when it is not of the form asked for (J1), or one of its claims does not hold. */
export function judgeOpening(
  text: string,
  pack: EvidencePack,
  redact: (text: string) => string,
  figures: Figures,
): JudgedAnswer<readonly Claim[]> {
  const summary = Opening.safeParse(parseFencedJson(text)).data?.opening ?? [];
  if (summary.length === 0 || summary.length > MOST_SENTENCES) {
    const fault = { check: 'J1', why: 'it has not the form asked for' };
    return { verdicts: [{ text: 'the answer', place: 'answer', verdict: 'dropped', faults: [fault] }] };
  }
  const { claims } = checkAnswer(
    {
      summary,
      rootCause: { hypothesis: null, why: [], whyNot: [] },
      timeline: [],
      prediction: [],
      actions: [],
      confidence: 'low',
    },
    pack,
    redact,
    figures,
  );
  const verdicts = claims.map((claim) => verdictOf(claim, pack));
  if (claims.some(({ faults }) => faults.length > 0)) return { verdicts };
  return { value: claims.map((claim) => publishedClaim(claim, pack)), verdicts };
}
